import { readFile } from 'node:fs/promises';
import { DeviceTokenVerifier, UniqueNames, UsedTokens } from '@tutti/service-kit';
import { DeviceCredentialsIssuer } from './device-auth/device-credentials';
import { asksForItsStanding, isRegistered } from './device-auth/registered-device';
import type { DeviceCommandParts } from './device-command/open-device-commands';
import { DeviceCommands } from './device/device-commands';
import { DeviceHistory } from './device/device-history';
import { DeviceGroupView } from './device-group/device-group.view';
import { DeviceGroups } from './device-group/device-groups';
import { AnswerRequest } from './enrolment/answer-request';
import { AskToJoin } from './enrolment/ask-to-join';
import { Challenges } from './enrolment/challenges';
import { EnrolmentLimits } from './enrolment/enrolment-limits';
import { EnrolmentView } from './enrolment/enrolment.view';
import { PendingRequests } from './enrolment/pending-requests';
import { EnrolmentTokenView } from './enrolment-token/enrolment-token.view';
import { EnrolmentTokens } from './enrolment-token/enrolment-tokens';
import { FailureView } from './failure/failure.view';
import { InferenceView } from './inference/inference.view';
import type { Foundation } from './open-devices';
import { Previews } from './preview/previews';
import { VitalsView } from './vitals/vitals.view';

const openEnrolment = async (base: Foundation) => {
  const { aggregates, vault, clock, settings, database, projections, workspace } = base;
  const pending = await PendingRequests.open(base.connection, settings.mostPending);
  const tokens = new EnrolmentTokens(aggregates, vault, clock, base.entrance);
  const names = new UniqueNames(vault, 'devices');
  return {
    tokens,
    commands: new DeviceCommands(aggregates, names),
    asking: new AskToJoin({ aggregates, tokens, names, clock, pending, keys: vault, workspace }),
    answering: new AnswerRequest({ aggregates, tokens, pending, names }),
    challenges: new Challenges(vault, clock, settings.nonceLifeMs),
    limits: new EnrolmentLimits(settings.limits, clock),
    enrolments: new EnrolmentView(database, projections.devices, pending),
    tokenView: new EnrolmentTokenView(database, projections.tokens, clock),
  };
};

const openGroups = ({ aggregates, vault, database, projections, view }: Foundation) => {
  const groupView = new DeviceGroupView(database, projections.groups, view);
  const names = new UniqueNames(vault, 'devices.group');
  return { groupView, groups: new DeviceGroups(aggregates, names, groupView) };
};

/** Injection token of the `Doors`. */
export const DOORS = Symbol('devices.DOORS');

/** Everything that controllers call. */
export const openDoors = async (base: Foundation, deviceCommands: DeviceCommandParts) => {
  const { aggregates, clock, settings, database, blobs, log, nats, natsUrls } = base;
  const signing = {
    signingSeed: await readFile(nats.edge.signingSeedFile, 'utf8'),
    edgeAccount: nats.edge.accountPublicKey,
    natsUrls,
    authority: base.entrance.authority,
    lifeMs: settings.jwtLifeMs,
    // Setups of older versions have no signer until their next start.
    modelSigners: nats.modelSigner === '' ? [] : [nats.modelSigner],
  };
  return {
    ...(await openEnrolment(base)),
    deviceCommands,
    database,
    clock,
    view: base.view,
    verifier: new DeviceTokenVerifier({
      used: new UsedTokens(database, clock),
      clock,
      isRegistered: isRegistered(aggregates),
      takesAnyKey: asksForItsStanding,
    }),
    issuer: new DeviceCredentialsIssuer(signing, clock),
    /** What charts over a stretch of time need to know. */
    stepsOptions: () => ({ now: clock.now(), minuteDays: settings.retention.rollupMinuteDays }),
    ...openGroups(base),
    history: new DeviceHistory({ log, clock }),
    inferences: new InferenceView(database),
    vitals: new VitalsView(database),
    failures: new FailureView(database),
    previews: new Previews({ database, blobs, clock, perDay: settings.previewsPerDay }),
  };
};

export type Doors = Awaited<ReturnType<typeof openDoors>>;
