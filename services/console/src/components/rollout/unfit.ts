import type { Model } from '@tutti/contracts/training';

/** Why a model cannot be rolled out at all. */
export type Unfit = 'retired' | 'tensors' | 'unsigned';

export const unfitFor = ({
  status,
  task,
  signed,
}: Pick<Model, 'status' | 'task' | 'signed'>): Unfit | undefined => {
  if (status === 'retired') return 'retired';
  if (task === 'tensors') return 'tensors';
  return signed === null ? 'unsigned' : undefined;
};
