import { summaryErrors, type WorkspaceEvent } from '@tutti/contracts/summary';
import { DomainError, type Decider } from '@tutti/kernel';
import { evolve, initialState, type WorkspaceState } from './workspace.state';

type Received = Extract<WorkspaceEvent, { type: 'WorkspaceSummaryReceived' }>['data'];

type AddWorkspace = { readonly type: 'AddWorkspace' };
type RekeyWorkspace = { readonly type: 'RekeyWorkspace' };
type ReceiveSummary = { readonly type: 'ReceiveSummary' } & Received;
type RemoveWorkspace = { readonly type: 'RemoveWorkspace'; readonly reason?: string | undefined };

export type WorkspaceCommand = AddWorkspace | RekeyWorkspace | ReceiveSummary | RemoveWorkspace;

type Events = readonly WorkspaceEvent[];

const refuse = (code: keyof typeof summaryErrors, detail: string): DomainError =>
  new DomainError(summaryErrors[code], { detail });

const assertAdded = ({ status }: WorkspaceState): void => {
  if (status !== 'added')
    throw refuse('workspace.not-found', 'No workspace of this name was added, or it was removed.');
};

const add = ({ status }: WorkspaceState): Events => {
  if (status === 'added')
    throw refuse('workspace.already-added', 'Give it a new key if the one that was shown is lost.');
  return [{ type: 'WorkspaceAdded', data: {} }];
};

/**
 * The same again changes nothing; something else of the same revision is what its installation says now, and so is a
 * lesser one that was said later: an installation that was restored from a backup counts anew.
 */
const receive = ({ type: _, ...data }: ReceiveSummary, { days }: WorkspaceState): Events => {
  const known = days[data.date];
  if (known && known.revision > data.revision && Date.parse(known.composedAt) >= Date.parse(data.composedAt))
    throw refuse('workspace.outdated', `Revision ${known.revision} of ${data.date} is here already.`);
  if (known?.revision === data.revision && known.pushed === data.pushed) return [];
  return [{ type: 'WorkspaceSummaryReceived', data }];
};

const decide = (command: WorkspaceCommand, state: WorkspaceState): Events => {
  if (command.type === 'AddWorkspace') return add(state);
  assertAdded(state);
  switch (command.type) {
    case 'RekeyWorkspace':
      return [{ type: 'WorkspaceRekeyed', data: {} }];
    case 'ReceiveSummary':
      return receive(command, state);
    case 'RemoveWorkspace':
      return [{ type: 'WorkspaceRemoved', data: { reason: command.reason } }];
    default:
      return command satisfies never;
  }
};

/** Another installation that pushes its days here. Its key is in the vault. */
export const workspaceDecider: Decider<WorkspaceState, WorkspaceCommand, WorkspaceEvent> = {
  context: 'summary',
  aggregate: 'workspace',
  stateVersion: 2,
  initialState,
  decide,
  evolve,
};
