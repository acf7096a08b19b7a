/** How much is told, and how fast. */
export interface TellRules {
  /** Something new waits so long for more of its kind. */
  readonly settleMs: number;
  /** What goes on is told again after so long, then after twice as long, and so on up to the longest. */
  readonly gapMs: number;
  readonly longestGapMs: number;
  /** What was quiet for so long is over: the next time is a notification of its own. */
  readonly quietMs: number;
  /** What goes on for so long is told anew. */
  readonly longestMs: number;
  /** So many edges that go offline together are one notification. */
  readonly many: number;
  /** How long that takes in further edges; what comes later is an outage of its own. */
  readonly growsMs: number;
  readonly everyMs: number;
}

const minuteMs = 60_000;

export const usualTellRules: TellRules = {
  settleMs: 3000,
  gapMs: minuteMs,
  longestGapMs: 60 * minuteMs,
  quietMs: 60 * minuteMs,
  longestMs: 24 * 60 * minuteMs,
  many: 5,
  growsMs: 10 * minuteMs,
  everyMs: 1000,
};

export interface Waiting {
  /** When the first of what waits happened, and when it was noticed. */
  readonly firstAt: number;
  readonly addedAt: number;
}

export interface Told {
  readonly raisedAt: number;
  readonly lastAt: number;
  readonly toldAt: number;
  readonly repeats: number;
}

/** Whether it is what was told already, going on. By when things happened: so it is judged the same whenever that is. */
export const goesOn = ({ firstAt }: Waiting, told: Told | null, rules: TellRules): told is Told =>
  told !== null && firstAt - told.lastAt < rules.quietMs && firstAt - told.raisedAt < rules.longestMs;

/** When it is to be told. */
export const dueAt = (waiting: Waiting, told: Told | null, rules: TellRules): number => {
  if (!goesOn(waiting, told, rules)) return waiting.addedAt + rules.settleMs;
  return told.toldAt + Math.min(rules.gapMs * 2 ** told.repeats, rules.longestGapMs);
};
