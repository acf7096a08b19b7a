import { usualMinimumPerClass, type CreateDataset, type DatasetTask } from '@tutti/contracts/datasets';
import { isTag } from '../../../components/device/device-values';
import {
  begun,
  emptyDraft,
  faultsOf,
  isSound,
  proposalOf,
  type ClassDraft,
} from '../../../components/label/class-draft';
import { textToTags } from '../../../lib/tag-text';

/** A dataset that somebody is about to create. */
export interface DatasetDraft {
  readonly name: string;
  readonly task: DatasetTask;
  readonly description: string;
  readonly tags: readonly string[];
  readonly minimumPerClass: number;
  /** Whose classes it has; its own when undefined. */
  readonly shared: { readonly labelSchemaId: string | null } | undefined;
  readonly classes: readonly ClassDraft[];
}

export const emptyDataset: DatasetDraft = {
  name: '',
  task: 'image-classification',
  description: '',
  tags: [],
  minimumPerClass: usualMinimumPerClass,
  shared: undefined,
  classes: [emptyDraft(0), emptyDraft(1)],
};

const areSound = (classes: readonly ClassDraft[]): boolean =>
  classes.every((draft) =>
    isSound(
      faultsOf(
        draft,
        classes.filter((other) => other !== draft),
      ),
    ),
  );

export const isComplete = ({ name, tags, minimumPerClass, shared, classes }: DatasetDraft): boolean =>
  name.trim() !== '' &&
  tags.every(isTag) &&
  minimumPerClass >= 1 &&
  (shared ? shared.labelSchemaId !== null : areSound(begun(classes)));

const classesOf = ({ shared, classes }: DatasetDraft): Partial<CreateDataset> =>
  shared
    ? shared.labelSchemaId === null
      ? {}
      : { labelSchemaId: shared.labelSchemaId }
    : { classes: begun(classes).map(proposalOf) };

export const creationOf = (draft: DatasetDraft): CreateDataset => ({
  name: draft.name.trim(),
  task: draft.task,
  minimumPerClass: draft.minimumPerClass,
  ...(draft.description.trim() === '' ? {} : { description: draft.description.trim() }),
  ...(draft.tags.length === 0 ? {} : { tags: textToTags(draft.tags) }),
  ...classesOf(draft),
});
