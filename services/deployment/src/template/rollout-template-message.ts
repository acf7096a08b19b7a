import type { RolloutTemplate as TemplateMessage } from '@tutti/contracts/gen/tutti/deployment/v1/rollout_template';
import type { RolloutTemplate, StoredTemplate } from '@tutti/contracts/deployment';
import type { Present } from '@tutti/service-kit';
import {
  fromConfirmation,
  fromPacing,
  fromTarget,
  fromWantedGroup,
  fromWindow,
  modes,
  toConfirmation,
  toPacing,
  toTarget,
  toWantedGroup,
  toWindow,
} from '../rollout/policy-message';

const toTemplate = ({ target, mode, groups, pacing, windows, confirmation, ...rest }: RolloutTemplate) => ({
  ...rest,
  target: toTarget(target),
  mode: modes.toProto(mode),
  groups: groups.map(toWantedGroup),
  pacing: toPacing(pacing),
  windows: windows.map(toWindow),
  confirmation: toConfirmation(confirmation),
});

export const toTemplateMessage = ({ template, ...rest }: StoredTemplate) => ({
  ...rest,
  template: toTemplate(template),
});

/** What is absent is refused by its schema. */
const noPacing = { perMinute: 0, increase: undefined, mostInFlight: 0, jitterSeconds: 0 };
const noConfirmation = { results: 0, minutes: 0, whenSilent: 0 } as const;
const noMinutes = { accept: 0, download: 0, install: 0, activate: 0 };
const nothing: Present<TemplateMessage> = {
  active: false,
  target: undefined,
  mode: 0,
  groups: [],
  pacing: undefined,
  approval: false,
  windows: [],
  confirmation: undefined,
  stepMinutes: undefined,
};

export const fromTemplate = (message: Present<TemplateMessage> | undefined): RolloutTemplate => {
  const { target, mode, groups, pacing, windows, confirmation, stepMinutes, ...rest } = message ?? nothing;
  return {
    ...rest,
    target: fromTarget(target),
    mode: modes.fromProto(mode),
    groups: groups.map(fromWantedGroup),
    pacing: fromPacing(pacing ?? noPacing),
    windows: windows.map(fromWindow),
    confirmation: fromConfirmation(confirmation ?? noConfirmation),
    stepMinutes: stepMinutes ?? noMinutes,
  };
};
