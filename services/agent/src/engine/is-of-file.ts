import { ModelError } from '@tutti/vision';
import { ModelChangedError } from './served-model';

/** As ONNX Runtime says it on Linux and on Windows, and as its own allocator does. */
const noMemory = /bad.?alloc|allocate memory/i;

/** Whether a file is to blame that it cannot be loaded, not a machine that has no memory or no file handle left now. */
export const isOfFile = (error: unknown): boolean =>
  error instanceof ModelChangedError || (error instanceof ModelError && !noMemory.test(error.message));
