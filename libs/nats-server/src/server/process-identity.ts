import { readFile } from 'node:fs/promises';
import { runCommand } from '../obtain/run-command';

/** A process that is alive and can be told from a later one with the same id. */
export interface ProcessIdentity {
  /** When it began, in whatever unit the system has; equal for the same process. */
  readonly startedAt: string;
  readonly commandLine: string;
}

/** Who has this process id now; `undefined` when nobody (a zombie is nobody). Windows tells no more than that. */
export const identify = async (pid: number): Promise<ProcessIdentity | undefined> => {
  if (process.platform === 'linux') return identifyByProc(pid);
  return process.platform === 'win32' ? identifyBySignal(pid) : identifyByPs(pid);
};

const identifyBySignal = (pid: number): ProcessIdentity | undefined => {
  try {
    process.kill(pid, 0);
    return { startedAt: '', commandLine: '' };
  } catch {
    return undefined;
  }
};

const identifyByProc = async (pid: number): Promise<ProcessIdentity | undefined> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Fields after the command, which may hold blanks and brackets: state is the first, start time the twentieth.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    const commandLine = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    return { startedAt: fields[19] ?? '', commandLine };
  } catch {
    return undefined;
  }
};

const identifyByPs = async (pid: number): Promise<ProcessIdentity | undefined> => {
  const started = await runCommand('ps', ['-o', 'lstart=', '-p', String(pid)]);
  const command = await runCommand('ps', ['-o', 'command=', '-p', String(pid)]);
  if (started.code !== 0 || command.code !== 0) return undefined;
  return { startedAt: started.stdout.trim(), commandLine: command.stdout.trim() };
};
