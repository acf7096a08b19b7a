import type { SummaryFigures } from '@tutti/contracts/summary';
import type { DayData, DeviceDay } from '../tally/day-data';

type Problem = SummaryFigures['problems'][number];
type DeviceFigures = SummaryFigures['devices'];

const mostOffline = 20;
const mostProblems = 10;
/** An edge that goes offline once or twice a day is switched off; more often, something is wrong. */
const flaps = 3;

const changed = [
  'requested',
  'registered',
  'rejected',
  'suspended',
  'resumed',
  'retired',
  'wentOnline',
  'wentOffline',
] as const;

/** The fleet at the end of the day. Whoever is suspended is neither online nor missed. */
export const composeDevices = ({ devices, deviceDays }: DayData): DeviceFigures => {
  const inState = (state: string) => devices.filter(({ lifecycle }) => lifecycle === state);
  const registered = inState('registered');
  const online = registered.filter((device) => device.online).length;
  const sums = changed.map((name) => [name, deviceDays.reduce((sum, day) => sum + day[name], 0)] as const);
  return {
    registered: registered.length,
    suspended: inState('suspended').length,
    requested: inState('requested').length,
    online,
    offline: registered.length - online,
    changes: Object.fromEntries(sums) as DeviceFigures['changes'],
  };
};

/** Longest first. */
export const composeOffline = ({ devices }: DayData): SummaryFigures['offline'] =>
  devices
    .filter(({ lifecycle, online }) => lifecycle === 'registered' && !online)
    .sort((a, b) => a.silentSince - b.silentSince || (a.id < b.id ? -1 : 1))
    .slice(0, mostOffline)
    .map(({ id, name, site, silentSince }) => ({
      id,
      name,
      site,
      since: new Date(silentSince).toISOString(),
    }));

const failuresByDevice = ({ deviceResults }: DayData): ReadonlyMap<string, number> => {
  const failures = new Map<string, number>();
  for (const { deviceId, failures: more } of deviceResults)
    if (more > 0) failures.set(deviceId, (failures.get(deviceId) ?? 0) + more);
  return failures;
};

const problemsOf = (day: DeviceDay, faults: DayData['faults']): readonly Omit<Problem, 'id' | 'name'>[] => [
  ...(day.lowScores > 0 ? [{ kind: 'warned', count: day.lowScores, detail: null } as const] : []),
  ...(day.wentOffline >= flaps ? [{ kind: 'flapping', count: day.wentOffline, detail: null } as const] : []),
  ...(day.faults > 0
    ? [{ kind: 'faulted', count: day.faults, detail: faults.get(day.deviceId) ?? null } as const]
    : []),
];

/** What keeps an edge from its work comes before what may be the parts that it sees. */
const order: Readonly<Record<Problem['kind'], number>> = { faulted: 0, failing: 1, flapping: 2, warned: 3 };

/** Worst first: in turn the worst of each kind, so that one kind does not hide the others. */
export const composeProblems = (data: DayData): SummaryFigures['problems'] => {
  const names = new Map(data.devices.map(({ id, name }) => [id, name]));
  const about = (id: string) => ({ id, name: names.get(id) ?? id });
  const all: readonly Problem[] = [
    ...[...failuresByDevice(data)].map(
      ([id, count]) => ({ kind: 'failing', ...about(id), count, detail: null }) as const,
    ),
    ...data.deviceDays.flatMap((day) =>
      problemsOf(day, data.faults).map((problem) => ({ ...about(day.deviceId), ...problem })),
    ),
  ];
  const ranked = (Object.keys(order) as Problem['kind'][]).flatMap((kind) =>
    all
      .filter((problem) => problem.kind === kind)
      .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
      .slice(0, mostProblems)
      .map((problem, rank) => ({ problem, rank })),
  );
  return ranked
    .sort((a, b) => a.rank - b.rank || order[a.problem.kind] - order[b.problem.kind])
    .slice(0, mostProblems)
    .map(({ problem }) => problem);
};
