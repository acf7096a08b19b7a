import { AppendUnknown, type EventLog } from '../src/port';

type Append = EventLog['append'];

/** A log with another way of appending. */
export const appendingWith = (
  log: EventLog,
  append: (commits: Parameters<Append>[0], original: Append) => ReturnType<Append>,
): EventLog =>
  new Proxy(log, {
    get(target, key) {
      if (key === 'append')
        return (commits: Parameters<Append>[0]) => append(commits, (all) => target.append(all));
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

/** A log whose answers get lost: the append happens, the writer hears nothing; somebody else may write in between. */
export const losingAnswers = (
  log: EventLog,
  times: number,
  between: () => Promise<unknown> = async () => undefined,
): EventLog => {
  let left = times;
  return appendingWith(log, async (commits, append) => {
    const positions = await append(commits);
    if (left-- <= 0) return positions;
    await between();
    throw new AppendUnknown('the answer was lost');
  });
};
