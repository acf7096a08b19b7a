/** What was, what is, and what was undone. */
export interface EditHistory<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
  /** Names the last change: the next of the same name continues it, as an arrow key that is held. */
  readonly tag?: string | undefined;
}

const most = 200;

export const beginHistory = <State>(present: State): EditHistory<State> => ({
  past: [],
  present,
  future: [],
});

export const changeHistory = <State>(
  history: EditHistory<State>,
  present: State,
  tag?: string,
): EditHistory<State> => {
  if (present === history.present) return history;
  if (tag !== undefined && tag === history.tag) return { ...history, present, future: [] };
  return { past: [...history.past, history.present].slice(-most), present, future: [], tag };
};

export const undoHistory = <State>(history: EditHistory<State>): EditHistory<State> => {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future] };
};

export const redoHistory = <State>(history: EditHistory<State>): EditHistory<State> => {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.present], present: after, future };
};
