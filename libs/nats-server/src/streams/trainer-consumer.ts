import { AckPolicy, DeliverPolicy, type JetStreamManager } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { logNames } from './names';

/** A trainer that says nothing of its job for so long has died: another gets it. */
export const trainerAckWaitMs = 30_000;

/** Name of the durable consumer that trainers of one kind take their jobs from. */
export const trainerConsumer = (trainer: string): string => `trainer-${trainer}`;

/** Makes it, as user `training`; no harm in doing so again. Two kinds never get each other's jobs. */
export const ensureTrainerConsumer = async (manager: JetStreamManager, trainer: string): Promise<void> => {
  await manager.consumers.add(logNames.trainingJobs, {
    durable_name: trainerConsumer(trainer),
    filter_subject: `train.${trainer}.>`,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(trainerAckWaitMs),
    max_deliver: -1,
  });
};
