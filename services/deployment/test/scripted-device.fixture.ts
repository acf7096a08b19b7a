import type { NatsConnection } from '@nats-io/transport-node';
import {
  twinModels,
  type Deployment,
  type DeploymentReport,
  type TwinModels,
} from '@tutti/contracts/deployment';
import { twinHead, type DeviceEvent } from '@tutti/contracts/devices';
import { SimulatedDevice } from '@tutti/testing';
import { expect } from 'vitest';
import { deploymentId } from '../src/device-deployment/deployment-id';
import {
  deviceDeploymentDecider,
  type DeploymentOffer,
} from '../src/device-deployment/device-deployment.decider';
import { offer } from '../src/device-deployment/device-deployment.fixture';
import type { Fleet } from './deployment.fixture';
import { deviceOf } from './fleet-events.fixture';

/** A device that says what it is told to say, over its own account, and looks into its own twin. */
export class ScriptedDevice {
  private constructor(
    private readonly fleet: Fleet,
    readonly device: SimulatedDevice & { readonly id: string },
    readonly connection: NatsConnection,
  ) {}

  static async join(fleet: Fleet, number: number): Promise<ScriptedDevice> {
    const serial = `SN-${number}`;
    const device = Object.assign(new SimulatedDevice({ url: fleet.url, serial }), { id: deviceOf(number) });
    const { publicKey } = device;
    const hardware = { arch: 'x64', cpu: 'Simulated', cores: 4, memoryBytes: 4_000_000_000 };
    const os = { name: 'Debian', release: '12' };
    const scripted = new ScriptedDevice(
      fleet,
      device,
      (await fleet.nats.connectDevice({ id: device.id, key: device.key })).connection,
    );
    await scripted.tell(
      { type: 'DeviceRequested', data: { serial, publicKey, hardware, os, agentVersion: '0.1.0' } },
      { type: 'DeviceRegistered', data: { name: `Edge ${number}`, publicKey, tags: {} } },
    );
    return scripted;
  }

  get id(): string {
    return this.device.id;
  }

  /** What the devices service says of it. */
  async tell(...events: readonly DeviceEvent[]): Promise<void> {
    await this.fleet.tell('devices', { aggregate: 'device', id: this.id }, ...events);
  }

  /** It is offered a model; answers with the deployment's id. */
  async offered(changes: Partial<DeploymentOffer> = {}): Promise<string> {
    const offered = offer({ ...changes, deviceId: this.id });
    const id = deploymentId(offered.rolloutId, this.id, offered.attempt);
    const { aggregates, projections } = this.fleet.deployment.parts.base;
    const command = { type: 'OfferDeployment', offer: offered } as const;
    const { position } = await aggregates.handle(deviceDeploymentDecider, id, command);
    await projections.deployments.waitFor(position);
    return id;
  }

  /** In one message, in this order. */
  async reports(id: string, ...reports: readonly DeploymentReport[]): Promise<void> {
    const entries = reports.map((report) => this.device.reportedOn(id, report));
    await this.device.publish(this.connection, 'reported', entries);
  }

  show(id: string): Promise<Deployment> {
    return this.fleet.ok<Deployment>(`GET /deployments/${id}`);
  }

  becomes(id: string, expected: Partial<Deployment>): Promise<void> {
    return this.fleet.eventually(async () => expect(await this.show(id)).toMatchObject(expected));
  }

  /** What its twin says once head and wish agree and the wish is as expected. */
  twinBecomes(wish: unknown): Promise<TwinModels> {
    return this.fleet.eventually(async () => {
      const told = twinModels.parse(await this.#twin('models'));
      expect(told.wish).toEqual(wish);
      const head = twinHead.parse(await this.#twin('head'));
      expect(head['models']).toBe(`${told.incarnation}:${told.position}`);
      return told;
    });
  }

  /** What its twin says once nothing is on its way to it any more. */
  twinRests(): Promise<void> {
    return this.fleet.eventually(async () => {
      const found = await this.#twin('models');
      if (found !== undefined) expect(twinModels.parse(found).wish?.settled ?? true).toBe(true);
    });
  }

  async #twin(key: string): Promise<unknown> {
    const answer = await this.connection.request(`$JS.API.DIRECT.GET.KV_twin.$KV.twin.${this.id}.${key}`);
    return answer.headers?.code === 404 ? undefined : answer.json();
  }
}

/** A clock that runs, and can be put forward. */
export class LeapingClock {
  #aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  leap(minutes: number): void {
    this.#aheadMs += minutes * 60_000;
  }
}
