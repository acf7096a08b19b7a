import { DeploymentFailure } from './deployment-failure';

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT'].includes(String(error.code));

/** What a disk refuses is not tried again by itself: somebody has to look after it. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isFull(cause))
      throw new DeploymentFailure(
        'disk.full',
        'The disk is full. Free some of it, then try the model again.',
        { cause },
      );
    const message = `The disk does not take the model: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new DeploymentFailure('disk.failed', message, { cause });
  }
}
