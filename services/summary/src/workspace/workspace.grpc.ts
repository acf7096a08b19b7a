import { WorkspaceServiceService } from '@tutti/contracts/gen/tutti/summary/v1/workspace';
import type { WorkspaceDay, WorkspaceSummaryRow } from '@tutti/contracts/summary';
import { grpcService, unary } from '@tutti/service-kit';
import { WorkspaceController } from './workspace.controller';
import { WorkspaceRowsController } from './workspace-rows.controller';
import * as routes from './workspace.routes';

/** Figures are what REST shows. */
const toDay = ({ figures, ...day }: WorkspaceDay) => {
  const all: Readonly<Record<string, unknown>> = figures;
  return { ...day, figures: all };
};

const toRow = ({ workspace, date, composedAt, ...row }: WorkspaceSummaryRow) => ({
  ...{ workspace, date, composedAt },
  row,
});

export const workspaceGrpc = grpcService(WorkspaceServiceService, (get) => {
  const workspaces = get(WorkspaceController);
  const rows = get(WorkspaceRowsController);
  return {
    listWorkspaces: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => workspaces.list(input),
      reply: (page) => page,
    }),
    listWorkspaceDays: unary(routes.days, {
      request: ({ name, ...query }) => ({ params: { name }, query }),
      handle: (input) => workspaces.days(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toDay), nextPageToken }),
    }),
    listWorkspaceRows: unary(routes.rows, {
      leftOut: 'format',
      request: (query) => ({ query }),
      handle: (input) => rows.page(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toRow), nextPageToken }),
    }),
    addWorkspace: unary(routes.add, {
      request: (body) => ({ body }),
      handle: (input) => workspaces.add(input),
      reply: (keyed) => keyed,
    }),
    rekeyWorkspace: unary(routes.rekey, {
      request: (params) => ({ params }),
      handle: (input) => workspaces.rekey(input),
      reply: (keyed) => keyed,
    }),
    removeWorkspace: unary(routes.remove, {
      request: ({ name, ...query }) => ({ params: { name }, query }),
      handle: (input) => workspaces.remove(input),
      reply: () => ({}),
    }),
  };
});
