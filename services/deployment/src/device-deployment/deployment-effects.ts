import type { Aggregates } from '@tutti/event-store';
import type { EffectContext, EffectHandlers, TirelessHandler } from '@tutti/runtime';
import type { DeviceTwin } from '@tutti/service-kit';
import { deviceDeploymentDecider, type DeviceDeploymentCommand } from './device-deployment.decider';
import type { DeviceDeploymentEffect } from './device-deployment.process';
import type { Silence } from './silence';

export interface DeploymentEffectParts {
  readonly twin: Pick<DeviceTwin, 'wish'>;
  readonly aggregates: Aggregates;
  readonly silence: Silence;
}

type Telling = Exclude<DeviceDeploymentEffect, { type: 'WriteModels' }>;
type Of<Type extends Telling['type']> = Extract<Telling, { type: Type }>;

/** Behind one that waited for a person, the device's deadlines would, too. */
const neverPark = true;

/** What the process of deployments asks for, done. */
export const deploymentEffects = ({
  twin,
  aggregates,
  silence,
}: DeploymentEffectParts): EffectHandlers<DeviceDeploymentEffect> => {
  const tells = <Effect extends Telling>(
    commandOf: (effect: Effect) => DeviceDeploymentCommand,
  ): TirelessHandler<Effect> => ({
    neverPark,
    handle: async (effect, { id: commandId, metadata }: EffectContext) => {
      const options = { commandId, metadata };
      await aggregates.handle(deviceDeploymentDecider, effect.deploymentId, commandOf(effect), options);
    },
  });
  /** It was due when the timer fired; behind an outage the device may have spoken since. */
  const judges = <Effect extends Telling & { readonly at: number }>({
    handle,
  }: TirelessHandler<Effect>): TirelessHandler<Effect> => ({
    neverPark,
    handle: async (effect, context) => {
      silence.assertKnown(new Date(effect.at));
      await handle(effect, context);
    },
  });
  return {
    WriteModels: {
      neverPark,
      handle: ({ deviceId, wish, position }) =>
        twin.wish({ deviceId, key: 'models', content: { wish }, position }),
    },
    TimeOut: judges(tells<Of<'TimeOut'>>(({ step, at }) => ({ type: 'TimeOut', step, at: new Date(at) }))),
    EndUnanswered: judges(tells<Of<'EndUnanswered'>>(({ cancel }) => ({ type: 'EndUnanswered', cancel }))),
    Supersede: tells<Of<'Supersede'>>(({ by }) => ({ type: 'SupersedeDeployment', by })),
    Decommission: tells<Of<'Decommission'>>(({ cause }) => ({ type: 'DecommissionDeployment', cause })),
  };
};
