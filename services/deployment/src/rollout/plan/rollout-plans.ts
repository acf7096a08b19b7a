import type { BlobStore } from '@tutti/blob-store';
import { commonErrors } from '@tutti/contracts/common';
import type { PlanRollout, RollBack, RolloutCause, RolloutPreview } from '@tutti/contracts/deployment';
import { snapshot } from '@tutti/database';
import type { EventLog } from '@tutti/event-store';
import { DomainError, type Clock } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import type { DeviceModels } from '../../fleet/device-models';
import type { SavedGroupRow } from '../../fleet/saved-group-list.projection';
import { namedGroups } from '../../fleet/saved-groups';
import { fleetSubjects, targetDevices, type TargetDevice } from '../../fleet/target-devices';
import type { Projections } from '../../open-projections';
import { refused } from '../../refused.decider';
import type { RolloutPlannedData } from '../rollout.state';
import { deployableModel, type DeployableModel } from './deployable-model';
import { draftOf, sizeFilters, sortedOut, type Draft } from './draft';
import { storeManifest } from './manifest';
import { previewOf } from './preview';
import { earlierModel, returnTo } from './roll-back';
import { settledPolicy } from './settled-policy';

export interface RolloutPlansParts {
  readonly database: DataSource;
  readonly log: Pick<EventLog, 'lastPosition'>;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly projections: Pick<Projections, 'fleet' | 'introductions' | 'savedGroups' | 'models' | 'streams'>;
  readonly deviceModels: DeviceModels;
}

interface Drafted {
  readonly draft: Draft;
  readonly found: DeployableModel;
  /** Saved groups that the target names. */
  readonly savedGroups: readonly SavedGroupRow[];
}

const assertGate = ({ gate }: DeployableModel, { force }: PlanRollout, { kind }: RolloutCause): void => {
  if (gate !== 'fails' || force !== undefined) return;
  const field = kind === 'rollback' ? 'reason' : 'force';
  throw refused('rollout.gate-shut', `Say in \`${field}\` why it goes out all the same.`);
};

const assertUnchanged = ({ digest }: Draft, { planDigest }: PlanRollout): void => {
  if (planDigest !== undefined && planDigest !== digest)
    throw refused(
      'rollout.plan-changed',
      'Devices have come, gone or changed since: look at the preview again.',
      { params: { planDigest: digest } },
    );
};

const mostJoinDays = 90;
/** An hour more: whoever counts the days may have a clock that is ahead. */
const mostJoinMs = (mostJoinDays * 24 + 1) * 3_600_000;

/** Each that devices may join is compared with the fleet again and again. */
const assertJoining = ({ joinUntil }: PlanRollout, now: Date): void => {
  if (joinUntil === undefined || Date.parse(joinUntil) <= now.getTime() + mostJoinMs) return;
  const detail = `Devices may join for ${mostJoinDays} days from now at most.`;
  throw new DomainError(commonErrors['request.invalid'], {
    detail,
    faults: [{ pointer: '/joinUntil', detail }],
  });
};

/** Which devices a rollout is for, and in which groups: what is shown before is what is stored. */
export class RolloutPlans {
  constructor(private readonly parts: RolloutPlansParts) {}

  /** Refuses what `plan` refuses, but for a shut gate, which is a warning here. */
  async preview(body: PlanRollout): Promise<RolloutPreview> {
    const { draft, found } = await this.#draft(body);
    const ids = draft.groups.flat().map(({ id }) => id);
    const busy = await this.parts.deviceModels.busy(ids);
    return previewOf(draft, { gate: found.gate, busy });
  }

  /**
   * Stores the manifest. Throws `rollout.model-unknown`, `rollout.model-unfit`, `rollout.gate-shut`,
   * `rollout.target-unknown`, `rollout.no-devices`, `rollout.groups-unfit`, `rollout.plan-changed` and `query.invalid`.
   */
  async plan(body: PlanRollout, cause: RolloutCause): Promise<RolloutPlannedData> {
    const { draft, found, savedGroups } = await this.#draft(body);
    assertGate(found, body, cause);
    assertUnchanged(draft, body);
    const { name, target, startAt, joinUntil, force } = body;
    const { model, policy } = draft;
    const { groups, ...rest } = policy;
    return {
      name,
      model,
      ...(found.streamId === null ? {} : { streamId: found.streamId }),
      target,
      ...(savedGroups.length === 0 ? {} : { savedGroups: [...savedGroups] }),
      ...rest,
      groups: groups.map(({ size: _, ...group }, index) => ({
        ...group,
        devices: draft.groups[index]?.length ?? 0,
      })),
      ...(startAt === undefined ? {} : { startAt }),
      ...(joinUntil === undefined ? {} : { joinUntil }),
      manifest: await storeManifest(this.parts.blobs, draft.bytes),
      excluded: draft.excluded.length,
      cause,
      ...(force === undefined ? {} : { force }),
    };
  }

  /** The rollout that returns devices to the model that they had before. Throws `rollout.no-earlier-model`. */
  async rollBack(body: RollBack): Promise<PlanRollout> {
    const { database, deviceModels } = this.parts;
    await this.#readOn();
    const devices = await this.#targeted(body.target);
    const modelId = body.modelId ?? (await earlierModel(devices, deviceModels));
    const { model } = await snapshot(database, (manager) => deployableModel(manager, modelId));
    const ids = devices.map(({ id }) => id);
    return returnTo(model, body, await deviceModels.wasOn(ids, modelId));
  }

  /**
   * Devices that match and can take the model now, in the order of offers, by saved groups as they were when it was
   * planned: who changes a group changes no rollout. None where a device of the target is gone.
   */
  async members(planned: RolloutPlannedData): Promise<readonly string[]> {
    const { model, target, savedGroups, wish } = planned;
    await this.#readOn();
    try {
      const devices = await this.#targeted(target, savedGroups);
      return sortedOut(model.modelId, devices, { model, mode: wish.mode }).able.map(({ id }) => id);
    } catch (error) {
      if (error instanceof DomainError && error.kind !== 'unavailable') return [];
      throw error;
    }
  }

  async #draft(body: PlanRollout): Promise<Drafted> {
    assertJoining(body, this.parts.clock.now());
    await this.#readOn();
    return snapshot(this.parts.database, async (manager) => {
      const found = await deployableModel(manager, body.modelId);
      const policy = settledPolicy(body, found.warningScore);
      const devices = await targetDevices(manager, body.target, sizeFilters(policy.groups));
      const savedGroups = await namedGroups(manager, body.target);
      return { draft: draftOf(found.model, policy, devices), found, savedGroups };
    });
  }

  #targeted(
    target: PlanRollout['target'],
    savedGroups?: readonly SavedGroupRow[],
  ): Promise<readonly TargetDevice[]> {
    return snapshot(this.parts.database, (manager) => targetDevices(manager, target, [], savedGroups));
  }

  /** All that was acknowledged before is in the rows. */
  async #readOn(): Promise<void> {
    const { log, projections } = this.parts;
    const { fleet, introductions, savedGroups, models, streams } = projections;
    const [devices, trained] = await Promise.all([
      log.lastPosition(fleetSubjects),
      log.lastPosition(['evt.training.model.*', 'evt.training.stream.*']),
    ]);
    await Promise.all([
      ...[fleet, introductions, savedGroups].map((one) => one.waitFor(devices)),
      ...[models, streams].map((one) => one.waitFor(trained)),
    ]);
  }
}
