import type { DatasetEvent } from '@tutti/contracts/datasets';
import { DomainError, type Recorded } from '@tutti/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datasetListProjection, type DatasetRow } from './dataset-list.projection';
import { datasetDecider, type DatasetCommand } from './dataset.decider';
import { runningImports } from './dataset.state';

const counts = { added: 1, known: 0, labelled: 0, refused: 0 };
const importId = fc.constantFrom('i1', 'i2');
const commands: fc.Arbitrary<DatasetCommand> = fc.oneof(
  fc.constantFrom<DatasetCommand>(
    { type: 'DescribeDataset', name: 'B', description: null, minimumPerClass: 5 },
    { type: 'DescribeDataset', tags: { a: '1' } },
    { type: 'ArchiveDataset' },
    { type: 'RestoreDataset' },
    { type: 'PurgeDataset' },
  ),
  importId.map((id) => ({ type: 'StartImport', importId: id, source: { kind: 'upload' } }) as const),
  fc.tuple(importId, fc.constantFrom('finished', 'cancelled', 'failed')).map(([id, kind]) => {
    const outcome = kind === 'failed' ? ({ kind, code: 'x', message: 'X' } as const) : ({ kind } as const);
    return { type: 'EndImport', importId: id, counts, outcome } as const;
  }),
);

const create: DatasetCommand = {
  type: 'CreateDataset',
  name: 'A',
  task: 'image-classification',
  labelSchemaId: 's',
  tags: {},
  minimumPerClass: 10,
};

test('the list says what the aggregate says, for every history', () =>
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 20 }), (asked) => {
      const { decide, evolve, initialState } = datasetDecider;
      let state = initialState;
      let row: DatasetRow | undefined;
      let version = 0;
      for (const command of [create, ...asked]) {
        let events: readonly DatasetEvent[] = [];
        try {
          events = decide(command, state);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
        for (const event of events) {
          version += 1;
          state = evolve(state, event);
          const recorded = { event, aggregateId: 'd', aggregateVersion: version, time: new Date(version) };
          row = datasetListProjection.project(row, recorded as Recorded<DatasetEvent>);
        }
      }
      if (state.status === 'initial') throw new Error('The dataset was not created.');
      const { name, description = null, tags, minimumPerClass } = state;
      expect(row).toMatchObject({ name, description, tags, minimumPerClass, version, createdAt: 1 });
      expect(row?.running).toEqual(runningImports(state));
      if (state.status === 'available')
        expect(row?.status === 'importing').toBe(runningImports(state).length > 0);
      else expect(row?.status).toBe(state.status);
    }),
  ));
