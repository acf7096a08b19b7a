import { until } from './until';
import { identify } from './process-identity';

/** Asks a process to end, and ends it when it does not. Answers once it is gone. */
export const stopProcess = async (pid: number, graceMs = 10_000): Promise<void> => {
  const gone = async (): Promise<true | undefined> =>
    (await identify(pid)) === undefined ? true : undefined;
  signal(pid, 'SIGTERM');
  if ((await until(gone, graceMs)) === true) return;
  signal(pid, 'SIGKILL');
  if ((await until(gone, graceMs)) === true) return;
  throw new Error(`process ${pid} does not end`);
};

/** Sends a signal; a process that is gone already is no error. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};
