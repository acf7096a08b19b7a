import type { DatasetEvent, ImportCounts, ImportSource } from '@tutti/contracts/datasets';
import { changeable, existing, refused } from './dataset-refusal.decider';
import { runningImports, type DatasetState } from './dataset.state';

export interface StartImport {
  readonly type: 'StartImport';
  readonly importId: string;
  readonly source: ImportSource;
}

/** What came of an import; counts so far as it came. */
export interface EndImport {
  readonly type: 'EndImport';
  readonly importId: string;
  readonly counts: ImportCounts;
  readonly report?: { readonly digest: string; readonly bytes: number } | undefined;
  readonly outcome:
    | { readonly kind: 'finished' | 'cancelled' }
    | { readonly kind: 'failed'; readonly code: string; readonly message: string };
}

/** Imports into one dataset at a time. */
export const mostImports = 4;

type Events = readonly DatasetEvent[];

export const startImport = ({ importId, source }: StartImport, state: DatasetState): Events => {
  const dataset = changeable(state);
  if (dataset.imports[importId] !== undefined)
    throw refused('import.already-started', 'Look at the import, or start another one.');
  if (runningImports(dataset).length >= mostImports)
    throw refused('import.too-many', `${mostImports} may run at a time. Wait for one to end, or cancel one.`);
  return [{ type: 'ImportStarted', data: { importId, source } }];
};

export const endImport = ({ importId, counts, report, outcome }: EndImport, state: DatasetState): Events => {
  if (existing(state).imports[importId] !== 'running')
    throw refused('import.not-running', 'It has ended already, or never was.');
  const data = { importId, counts, ...(report ? { report } : {}) };
  switch (outcome.kind) {
    case 'finished':
      return [{ type: 'ImportFinished', data }];
    case 'cancelled':
      return [{ type: 'ImportCancelled', data }];
    case 'failed':
      return [{ type: 'ImportFailed', data: { ...data, code: outcome.code, message: outcome.message } }];
  }
};
