import { InferenceSession } from 'onnxruntime-node';
import { ModelError } from './model-error';

/** Fatal only: errors reach us as exceptions, they need not be printed too. */
const quiet = 4;
/**
 * Threads that spin while they wait double the CPU time of a small model and slow down whoever decodes the next
 * picture. Measured on two cores: without, at half the CPU time, as many pictures per second alone and more in a pipeline.
 */
const sleepingThreads = { session: { intra_op: { allow_spinning: '0' } } };
/** Some messages begin with the place in the runtime's own source. */
const sourceLocation = /^\/onnxruntime_src.*?\)\s(?=[A-Z])/;

/** A CPU session. Operators that the runtime lacks are "unsupported", everything else that fails is "unreadable". */
export async function openSession(bytes: Uint8Array, intraOpThreads?: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      interOpNumThreads: 1,
      logSeverityLevel: quiet,
      extra: sleepingThreads,
      ...(intraOpThreads === undefined ? {} : { intraOpNumThreads: intraOpThreads }),
    });
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(sourceLocation, '');
    const unsupported =
      /No Op registered|not a registered function\/op|NOT_IMPLEMENTED|opset|IR version/i.test(reason);
    const code = unsupported ? 'model.unsupported' : 'model.unreadable';
    throw new ModelError(code, `ONNX Runtime cannot load the model: ${reason.slice(0, 500)}`, {
      cause: error,
    });
  }
}
