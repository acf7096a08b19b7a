import type { CreateStream, SolutionManifest } from '@tutti/contracts/training';
import { isTag } from '../../../components/device/device-values';
import { gateDraftOf, gateOf, isGate, type GateDraft } from '../../../components/training/gate-draft';
import { draftsOf, isFit, parametersOf, type Draft } from '../../../components/training/schema-draft';
import { fieldsOf, type SchemaField } from '../../../components/training/schema-fields';
import { firstSource, type SourceDraft } from '../../../components/training/source-draft';
import { textToTags } from '../../../lib/tag-text';

/** A stream that somebody is about to create. */
export interface StreamDraft {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: Draft;
  readonly gate: GateDraft;
  /** Percent; empty for none. */
  readonly warning: number | string;
  readonly target: string;
  readonly source: SourceDraft;
}

/** What a stream has whatever its solution is. */
export type Typed = Partial<Pick<StreamDraft, 'name' | 'description' | 'tags' | 'target'>>;

/** Of a change, what holds for another solution too. */
export const typedIn = ({ name, description, tags, target }: Partial<StreamDraft>): Typed => ({
  ...(name === undefined ? {} : { name }),
  ...(description === undefined ? {} : { description }),
  ...(tags === undefined ? {} : { tags }),
  ...(target === undefined ? {} : { target }),
});

export const draftFor = (manifest: SolutionManifest, name: string, typed: Typed = {}): StreamDraft => ({
  name,
  description: '',
  tags: [],
  parameters: draftsOf(fieldsOf(manifest.parameters)),
  gate: gateDraftOf(manifest.gate),
  warning: '',
  target: '',
  source: firstSource(manifest.sample, []),
  ...typed,
});

export const isPercent = (value: number | string): boolean =>
  value === '' || (typeof value === 'number' && value >= 0 && value <= 100);

export const isComplete = (fields: readonly SchemaField[], draft: StreamDraft): boolean =>
  draft.name.trim() !== '' &&
  draft.tags.every(isTag) &&
  isPercent(draft.warning) &&
  isGate(draft.gate) &&
  isFit(fields, draft.parameters);

/** What was left as usual is left to the server, which knows it best. */
export const creationOf = (
  solutionKey: string,
  manifest: SolutionManifest,
  draft: StreamDraft,
): CreateStream => {
  const usual = draftFor(manifest, '');
  const same = (name: 'parameters' | 'gate'): boolean =>
    JSON.stringify(usual[name]) === JSON.stringify(draft[name]);
  const { description, tags, warning, target, source } = draft;
  return {
    name: draft.name.trim(),
    solution: { key: solutionKey },
    ...(description.trim() === '' ? {} : { description: description.trim() }),
    ...(tags.length === 0 ? {} : { tags: textToTags(tags) }),
    ...(same('parameters')
      ? {}
      : { parameters: parametersOf(fieldsOf(manifest.parameters), draft.parameters) }),
    ...(same('gate') ? {} : { gate: gateOf(draft.gate) }),
    ...(typeof warning === 'number' ? { warningScore: warning / 100 } : {}),
    ...(target.trim() === '' ? {} : { target: target.trim() }),
    ...(source.kind === 'sample' || source.data.length === 0
      ? {}
      : { datasets: source.data.map(({ datasetId }) => datasetId) }),
  };
};

/** `Lids`, `Lids 2`, `Lids 3`: the first that nobody has. */
export const freeName = (wanted: string, taken: readonly string[]): string => {
  const known = new Set(taken.map((name) => name.toLowerCase()));
  let name = wanted;
  for (let number = 2; known.has(name.toLowerCase()); number++) name = `${wanted} ${number}`;
  return name;
};
