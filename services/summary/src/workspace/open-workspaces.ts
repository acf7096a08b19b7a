import type { Foundation } from '../open-summary';
import { ReceiveSummary } from './receive-summary';
import { WorkspaceKeys } from './workspace-keys';
import { WorkspaceRows } from './workspace-rows';
import { WorkspaceView } from './workspace.view';
import { Workspaces } from './workspaces';

/** Injection token of the `WorkspaceDoors`. */
export const WORKSPACES = Symbol('summary.WORKSPACES');

/** Being a summary server: what controllers call. */
export const openWorkspaces = (base: Foundation) => {
  const keys = new WorkspaceKeys(base.vault, base.clock);
  return {
    keys,
    workspaces: new Workspaces(base.aggregates, keys),
    pushes: new ReceiveSummary(base),
    view: new WorkspaceView(base.database, base.projections),
    rows: new WorkspaceRows(base),
  };
};

export type WorkspaceDoors = ReturnType<typeof openWorkspaces>;
