import type { Dataset, PatchDataset } from '@tutti/contracts/datasets';
import { isTag } from '../../../components/device/device-values';
import { tagsToText, textToTags } from '../../../lib/tag-text';

/** What people type about a dataset. */
export interface DatasetValues {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly minimumPerClass: number;
}

export const valuesOf = ({ name, description, tags, minimumPerClass }: Dataset): DatasetValues => ({
  name,
  description: description ?? '',
  tags: tagsToText(tags),
  minimumPerClass,
});

/** Merge patch of what differs: nothing that was left alone is written again. */
export const patchOf = (before: Dataset, after: DatasetValues): PatchDataset => {
  const description = after.description.trim() === '' ? null : after.description.trim();
  return {
    ...(before.name === after.name.trim() ? {} : { name: after.name.trim() }),
    ...(before.description === description ? {} : { description }),
    ...(String(tagsToText(before.tags)) === String(after.tags) ? {} : { tags: textToTags(after.tags) }),
    ...(before.minimumPerClass === after.minimumPerClass ? {} : { minimumPerClass: after.minimumPerClass }),
  };
};

/** Whether the patch says something, and could be taken. */
export const isPatch = (patch: PatchDataset, { name, tags, minimumPerClass }: DatasetValues): boolean =>
  Object.keys(patch).length > 0 && name.trim() !== '' && tags.every(isTag) && minimumPerClass >= 1;
