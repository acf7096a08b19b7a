import { summaryErrors, type WorkspaceEvent } from '@tutti/contracts/summary';
import type { Recorded } from '@tutti/kernel';
import { given } from '@tutti/testing';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { figuresOf } from './pushed.fixture';
import { workspaceDecider, type WorkspaceCommand } from './workspace.decider';
import { workspaceListProjection, type WorkspaceRow } from './workspace-list.projection';

const said = (date: string, revision: number, pushed = 'a') => ({
  date,
  revision,
  composedAt: '2026-11-27T00:05:00.000Z',
  timeZone: 'Asia/Seoul',
  figures: figuresOf(revision),
  rows: { count: 0, digest: '0'.repeat(64), bytes: 2 },
  pushed: pushed.repeat(64),
});
const receive = (...args: Parameters<typeof said>): WorkspaceCommand => ({
  type: 'ReceiveSummary',
  ...said(...args),
});
const received = (...args: Parameters<typeof said>): WorkspaceEvent => ({
  type: 'WorkspaceSummaryReceived',
  data: said(...args),
});
const added: WorkspaceEvent = { type: 'WorkspaceAdded', data: {} };
const removed: WorkspaceEvent = { type: 'WorkspaceRemoved', data: { reason: undefined } };
const workspace = (...events: readonly WorkspaceEvent[]) => given(workspaceDecider, ...events);
const day = '2026-11-26';

const refused = new Set<string>();
const refuses = (
  events: readonly WorkspaceEvent[],
  command: WorkspaceCommand,
  code: keyof typeof summaryErrors,
): void => {
  refused.add(code);
  workspace(...events)
    .when(command)
    .isRefused(code);
};
afterAll(() => {
  const mine = Object.keys(summaryErrors).filter((code) => code.startsWith('workspace.'));
  expect([...refused, 'workspace.key-wrong'].sort()).toEqual(mine.sort());
});

test('is added once, and again when it was removed', () => {
  workspace().when({ type: 'AddWorkspace' }).gives(added);
  workspace(added, removed).when({ type: 'AddWorkspace' }).gives(added);
  refuses([added], { type: 'AddWorkspace' }, 'workspace.already-added');
});

test('what it says is taken once by day and revision; the newest revision counts', () => {
  workspace(added).when(receive(day, 1)).gives(received(day, 1));
  workspace(added, received(day, 1)).when(receive(day, 1)).gives();
  workspace(added, received(day, 1)).when(receive(day, 2)).gives(received(day, 2));
  workspace(added, received(day, 1))
    .when(receive(day, 1, 'b'))
    .gives(received(day, 1, 'b'));
  workspace(added, received(day, 2)).when(receive('2026-11-25', 1)).gives(received('2026-11-25', 1));
  refuses([added, received(day, 2)], receive(day, 1), 'workspace.outdated');
});

test('an installation that was restored from a backup counts anew: what it says later is taken', () => {
  const later = { ...said(day, 1), composedAt: '2026-11-27T09:00:00.000Z' };
  workspace(added, received(day, 2))
    .when({ type: 'ReceiveSummary', ...later })
    .gives({ type: 'WorkspaceSummaryReceived', data: later });
});

test('of however many days, the newest are known', () => {
  const date = (n: number): string => new Date(Date.UTC(2024, 0, n)).toISOString().slice(0, 10);
  const many = Array.from({ length: 850 }, (_, n) => received(date(850 - n), 1));
  const { days } = [added, ...many].reduce(workspaceDecider.evolve, workspaceDecider.initialState);
  expect(Object.keys(days)).toHaveLength(800);
  expect(Object.keys(days).sort().at(0)).toBe(date(51));
});

test('is given another key and removed only while it is there', () => {
  workspace(added).when({ type: 'RekeyWorkspace' }).gives({ type: 'WorkspaceRekeyed', data: {} });
  workspace(added).when({ type: 'RemoveWorkspace' }).gives(removed);
  for (const command of [receive(day, 1), { type: 'RekeyWorkspace' }, { type: 'RemoveWorkspace' }] as const) {
    refuses([], command, 'workspace.not-found');
    refuses([added, removed], command, 'workspace.not-found');
  }
});

const commands: readonly WorkspaceCommand[] = [
  { type: 'AddWorkspace' },
  { type: 'RekeyWorkspace' },
  { type: 'RemoveWorkspace' },
  receive(day, 1),
  receive(day, 2),
  receive('2026-11-25', 3),
  receive('2026-11-27', 1),
];

/** What the aggregate and the list make of what was asked for; refusals change nothing. */
const played = (chosen: readonly WorkspaceCommand[]) => {
  let state = workspaceDecider.initialState;
  let row: WorkspaceRow | undefined;
  const decided = (command: WorkspaceCommand): readonly WorkspaceEvent[] => {
    try {
      return workspaceDecider.decide(command, state);
    } catch {
      return [];
    }
  };
  for (const event of chosen.flatMap((command) => {
    const events = decided(command);
    state = events.reduce(workspaceDecider.evolve, state);
    return events;
  })) {
    const recorded = { event, aggregateId: 'busan', time: new Date(0), metadata: {} };
    row = workspaceListProjection.project(row, recorded as Recorded<WorkspaceEvent>);
  }
  return { state, row };
};

test('for every history, the list shows the newest revision of the newest day', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...commands), { maxLength: 15 }), (chosen) => {
      const { state, row } = played(chosen);
      const newest = Object.entries(state.days).sort().at(-1);
      expect(row?.newest?.date).toBe(newest?.[0]);
      // The revision is the number of results.
      expect(row?.newest?.results).toBe(newest?.[1].revision);
      expect(row?.removed ?? false).toBe(state.status === 'removed');
    }),
  );
});
