import type { PatchStream, Stream } from '@tutti/contracts/training';
import { isTag } from '../../../components/device/device-values';
import { gateDraftOf, gateOf, isGate, type GateDraft } from '../../../components/training/gate-draft';
import { draftsOf, isFit, parametersOf, type Draft } from '../../../components/training/schema-draft';
import type { SchemaField } from '../../../components/training/schema-fields';
import { tagsToText, textToTags } from '../../../lib/tag-text';

/** What people set of a stream. */
export interface StreamValues {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: Draft;
  readonly gate: GateDraft;
  /** Percent; empty for none. */
  readonly warning: number | string;
  readonly target: string;
  readonly datasets: readonly string[];
}

const percentOf = (share: number | null): number | string =>
  share === null ? '' : Math.round(share * 10_000) / 100;

export const valuesOf = (stream: Stream, fields: readonly SchemaField[]): StreamValues => ({
  name: stream.name,
  description: stream.description ?? '',
  tags: tagsToText(stream.tags),
  parameters: draftsOf(fields, stream.parameters),
  gate: gateDraftOf(stream.gate),
  warning: percentOf(stream.warningScore),
  target: stream.target ?? '',
  datasets: stream.datasets,
});

const textOr = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const scoreOf = (percent: number | string): number | null =>
  typeof percent === 'number' ? Math.round(percent * 100) / 10_000 : null;

/** Merge patch of what differs: nothing that was left alone is written again. */
export const patchOf = (before: Stream, after: StreamValues, fields: readonly SchemaField[]): PatchStream => {
  const old = valuesOf(before, fields);
  const isOther = (name: keyof StreamValues): boolean =>
    JSON.stringify(old[name]) !== JSON.stringify(after[name]);
  return {
    ...(isOther('name') ? { name: after.name.trim() } : {}),
    ...(isOther('description') ? { description: textOr(after.description) } : {}),
    ...(isOther('tags') ? { tags: textToTags(after.tags) } : {}),
    ...(isOther('parameters') ? { parameters: parametersOf(fields, after.parameters) } : {}),
    ...(isOther('gate') ? { gate: gateOf(after.gate) } : {}),
    ...(isOther('warning') ? { warningScore: scoreOf(after.warning) } : {}),
    ...(isOther('target') ? { target: textOr(after.target) } : {}),
    ...(isOther('datasets') ? { datasets: [...after.datasets] } : {}),
  };
};

const isPercent = (value: number | string): boolean =>
  value === '' || (typeof value === 'number' && value >= 0 && value <= 100);

/** Whether the patch says something, and could be taken. */
export const isPatch = (
  patch: PatchStream,
  { name, tags, parameters, gate, warning }: StreamValues,
  fields: readonly SchemaField[],
): boolean =>
  Object.keys(patch).length > 0 &&
  name.trim() !== '' &&
  tags.every(isTag) &&
  isFit(fields, parameters) &&
  isGate(gate) &&
  isPercent(warning);
