import type { StreamEvent } from '@tutti/contracts/training';
import { DomainError, type Recorded } from '@tutti/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { streamListProjection, type StreamRow } from './stream-list.projection';
import { streamDecider, type StreamCommand } from './stream.decider';
import { created } from './stream.fixture';

const trigger = {
  active: true,
  conditions: [{ kind: 'new-labels', atLeast: 5 }],
  coolDownMinutes: 0,
} as const;
const commands: fc.Arbitrary<StreamCommand> = fc.constantFrom<StreamCommand>(
  { type: 'ReconfigureStream', name: 'B', description: null, warningScore: 0.9 },
  { type: 'ReconfigureStream', warningScore: null, target: null, tags: {} },
  { type: 'ReconfigureStream', parameters: { inputSize: 96 }, datasets: [] },
  { type: 'SetTrigger', trigger: { ...trigger, conditions: [...trigger.conditions] } },
  { type: 'SetTrigger', trigger: null },
  { type: 'MoveStream', version: 2, parameters: {} },
  { type: 'DeleteStream', isTraining: false },
);

test('the list says what the aggregate says, for every history', () =>
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 12 }), (asked) => {
      const { decide, evolve, initialState } = streamDecider;
      let state = initialState;
      let row: StreamRow | undefined;
      let version = 0;
      const create: StreamCommand = { ...created.data, type: 'CreateStream' };
      for (const command of [create, ...asked]) {
        let events: readonly StreamEvent[] = [];
        try {
          events = decide(command, state);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
        for (const event of events) {
          version += 1;
          state = evolve(state, event);
          const recorded = { event, aggregateId: 's', aggregateVersion: version, time: new Date(version) };
          row = streamListProjection.project(row, recorded as Recorded<StreamEvent>);
        }
      }
      if (state.status !== 'created') {
        expect(row).toBeUndefined();
        return;
      }
      const { name, description = null, tags, parameters, warningScore = null, target = null } = state;
      const { gate, datasets, trigger: set = null } = state;
      expect(row).toMatchObject({
        name,
        description,
        tags,
        parameters,
        warningScore,
        target,
        gate,
        datasets,
      });
      expect(row).toMatchObject({
        trigger: set,
        solutionVersion: state.solution.version,
        version,
        createdAt: 1,
      });
    }),
  ));
