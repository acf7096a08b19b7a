import { readdirSync, readFileSync } from 'node:fs';

type About = 'cmdline' | 'environ' | 'stat';

/** Empty once the process is gone. */
const read = (pid: number, about: About): string => {
  try {
    return readFileSync(`/proc/${pid}/${about}`, 'utf8');
  } catch {
    return '';
  }
};

/** Ids of those whose command line has all of these in it. */
export const processesWith = (...parts: readonly string[]): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const line = read(pid, 'cmdline');
      return parts.every((part) => line.includes(part));
    });

export const parentOf = (pid: number): number => {
  const stat = read(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
};

export const hasInEnvironment = (pid: number, part: string): boolean => read(pid, 'environ').includes(part);
