import { Stack } from '@mantine/core';
import type { Confirmation, Rollout } from '@tutti/contracts/deployment';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useGroupName } from '../../../api/names';
import { Facts } from '../../../components/facts';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';
import { shortId } from '../../../lib/short';
import { windowWords } from './window-words';

interface Props {
  readonly rollout: Rollout;
}

type Fact = readonly [string, ReactNode];

const Target = ({ rollout: { target } }: Props) => {
  const { t } = useTranslation();
  const name = useGroupName(target.kind === 'group' ? target.groupId : undefined);
  switch (target.kind) {
    case 'filter':
      return <span className="wrap-anywhere">{t('rollout.policy.filter', { filter: target.filter })}</span>;
    case 'group':
      return t('rollout.policy.savedGroup', { name: name ?? shortId(target.groupId) });
    case 'devices':
      return t('rollout.policy.named', { count: target.deviceIds.length });
  }
};

const Lines = ({ lines }: { readonly lines: readonly string[] }) => (
  <Stack gap={2}>
    {lines.map((line) => (
      <span key={line}>{line}</span>
    ))}
  </Stack>
);

const useMinutes = (): ((minutes: number) => string) => {
  const format = useFormat();
  return (minutes) => format.milliseconds(minutes * 60_000);
};

const usePace = ({ pacing }: Rollout): readonly string[] => {
  const { t } = useTranslation();
  const format = useFormat();
  const { perMinute, mostInFlight, increase, jitterSeconds } = pacing;
  return [
    t('rollout.policy.perMinute', { rate: perMinute, most: mostInFlight }),
    ...(increase
      ? [
          t('rollout.policy.increase', {
            factor: increase.factor,
            after: increase.afterSucceeded,
            most: increase.most,
          }),
        ]
      : []),
    ...(jitterSeconds > 0
      ? [t('rollout.policy.jitter', { time: format.milliseconds(jitterSeconds * 1_000) })]
      : []),
  ];
};

const useConfirmation = ({ results, minutes, floor, whenSilent }: Confirmation): readonly string[] => {
  const { t } = useTranslation();
  const format = useFormat();
  const time = useMinutes();
  return [
    t('rollout.policy.results', { results, time: time(minutes) }),
    ...(floor === undefined ? [] : [t('rollout.policy.floor', { floor: format.percent(floor, 1) })]),
    t(whenSilent === 'confirm' ? 'rollout.policy.silentConfirm' : 'rollout.policy.silentRollBack'),
  ];
};

const steps = ['accept', 'download', 'install', 'activate'] as const;

/** How the devices go about it. */
const useOnDevices = (rollout: Rollout): readonly Fact[] => {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const time = useMinutes();
  const confirmation = useConfirmation(rollout.confirmation);
  const { mode, shadowMinutes, windows, latencyBudgetMs, stepMinutes } = rollout;
  const isShadow = mode === 'shadow';
  const opens = windows.map((window) => windowWords(window, { t, language: i18n.language }));
  const deadlines = steps.map((step) =>
    t(`rollout.policy.deadline.${step}`, { time: time(stepMinutes[step]) }),
  );
  return [
    [
      t('rollout.policy.mode'),
      isShadow
        ? t('rollout.policy.beside', { count: shadowMinutes ?? rollout.confirmation.minutes })
        : t('rollout.policy.replace'),
    ],
    [
      t('rollout.policy.windows'),
      !isShadow && (opens.length === 0 ? t('rollout.policy.anyTime') : <Lines key="windows" lines={opens} />),
    ],
    [t('rollout.policy.confirmation'), !isShadow && <Lines key="confirmation" lines={confirmation} />],
    [
      t('rollout.policy.latency'),
      latencyBudgetMs !== null &&
        t('rollout.policy.latencyValue', { time: format.milliseconds(latencyBudgetMs) }),
    ],
    [t('rollout.policy.deadlines'), <Lines key="deadlines" lines={deadlines} />],
  ];
};

/** Whom it goes to, how fast, and what has to hold: all that was planned, in words. */
export const RolloutPolicy = ({ rollout }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const pace = usePace(rollout);
  const onDevices = useOnDevices(rollout);
  const { approval, startAt, joinUntil, force, reason, plannedAt, startedAt, endedAt } = rollout;
  const at = (time: string | null): string | null => time && format.exactTime(time);
  return (
    <Section title={t('rollout.policy.title')}>
      <Facts
        facts={[
          [t('rollout.policy.target'), <Target key="target" rollout={rollout} />],
          [t('rollout.policy.pace'), <Lines key="pace" lines={pace} />],
          ...onDevices,
          [t('rollout.policy.approval'), approval && t('rollout.policy.approvalNeeded')],
          [t('rollout.policy.starts'), at(startAt)],
          [t('rollout.policy.joins'), at(joinUntil)],
          [t('rollout.policy.force'), force],
          [t('rollout.policy.reason'), reason],
          [t('rollout.policy.planned'), at(plannedAt)],
          [t('rollout.policy.started'), at(startedAt)],
          [t('rollout.policy.ended'), at(endedAt)],
        ]}
      />
    </Section>
  );
};
