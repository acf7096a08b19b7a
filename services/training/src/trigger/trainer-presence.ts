import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager, JetStreamApiError } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Aggregates } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import { logNames, trainerAckWaitMs, trainerConsumer } from '@tutti/nats-server';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { runListProjection } from '../run/run-list.projection';
import { runListTable } from '../run/run-list.table';
import { runProgressTable } from '../run/run-progress.table';
import { runDecider } from '../run/run.decider';

/** JetStream's code for a consumer that is not there. */
const consumerNotFound = 10014;

/** Whether somebody waits for jobs of a kind of trainer at this moment. */
export const trainerWaits =
  (connection: NatsConnection) =>
  async (trainer: string): Promise<boolean> => {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    try {
      const info = await manager.consumers.info(logNames.trainingJobs, trainerConsumer(trainer));
      return info.num_waiting > 0;
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === consumerNotFound) return false;
      throw error;
    }
  };

export interface WorkParts {
  readonly aggregates: Aggregates;
  readonly database: DataSource;
  readonly clock: Clock;
}

/** Whether a run of a kind of trainer goes on whose trainer was heard of lately. What the queue still holds for one that died says nothing. */
export const trainerWorks =
  ({ aggregates, database, clock }: WorkParts) =>
  async (trainer: string): Promise<boolean> => {
    const since = clock.now().getTime() - trainerAckWaitMs;
    const running = await liveRows(database, runListTable, runListProjection)
      .select('row.id', 'id')
      .innerJoin(runProgressTable.options.name, 'progress', 'progress.runId = row.id')
      .andWhere("row.state = 'running' AND progress.heardAt > :since", { since })
      .getRawMany<{ id: string }>();
    for (const { id } of running) {
      const { state } = await aggregates.load(runDecider, id);
      if (state.status !== 'initial' && state.request.trainer === trainer) return true;
    }
    return false;
  };

export interface PresenceParts {
  readonly isWaiting: (trainer: string) => Promise<boolean>;
  readonly isWorking: (trainer: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** A trainer that serves several kinds waits for each in turn: within this time it comes round to all (trainer-protocol.md). */
const roundMs = 3_000;
const lookMs = 250;
/** Triggers of many streams ask at the same time. */
const rememberedMs = 10_000;

/** Whether a trainer of a kind can be reached: one waits for a job, or works on one. */
export const trainerPresence = ({ isWaiting, isWorking, clock, pause = delay }: PresenceParts) => {
  const answers = new Map<string, { readonly at: number; readonly isThere: Promise<boolean> }>();
  const find = async (trainer: string): Promise<boolean> => {
    if (await isWorking(trainer)) return true;
    for (let waited = 0; waited <= roundMs; waited += lookMs) {
      if (await isWaiting(trainer)) return true;
      await pause(lookMs);
    }
    return false;
  };
  return (trainer: string): Promise<boolean> => {
    const at = clock.now().getTime();
    const known = answers.get(trainer);
    if (known && Math.abs(at - known.at) < rememberedMs) return known.isThere;
    const isThere = find(trainer).catch((error: unknown) => {
      answers.delete(trainer);
      throw error;
    });
    answers.set(trainer, { at, isThere });
    return isThere;
  };
};
