import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments } from '@tabler/icons-react';
import type { Device, SamplingPolicy } from '@tutti/contracts/devices';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../../../api/use-permissions';
import { Facts } from '../../../components/facts';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';
import { SettingsModal } from './settings-modal';

type Fact = readonly [string, ReactNode];

/** The rules of a policy in words. */
const useRules = () => {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ threshold, boxes, margin, entropy, audit }: SamplingPolicy): string => {
    const value = (share: number): string => format.percent(share, 1);
    const rules = [
      threshold !== null && t('edge.settings.threshold', { value: value(threshold) }),
      boxes !== null && t('edge.settings.boxes', { share: value(boxes.share), score: value(boxes.score) }),
      margin !== null && t('edge.settings.margin', { value: value(margin) }),
      entropy !== null && t('edge.settings.entropy', { value: value(entropy) }),
      audit > 0 && t('edge.settings.audit', { value: value(audit) }),
    ].filter((rule) => rule !== false);
    return rules.length === 0 ? t('edge.settings.nothing') : rules.join(' · ');
  };
};

const Source = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const { applied, isCurrent } = device.sampling;
  return (
    <>
      {t(`edge.settings.source.${applied?.source ?? 'unknown'}`)}
      {!isCurrent && (
        <Text size="xs" c="var(--tutti-warn)">
          {t('edge.settings.pending')}
        </Text>
      )}
    </>
  );
};

const ChangeButton = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const [open, { open: begin, close }] = useDisclosure();
  return (
    <>
      <Tooltip label={t('edge.settings.change')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('edge.settings.change')} onClick={begin}>
          <IconAdjustments size={17} />
        </ActionIcon>
      </Tooltip>
      {open && <SettingsModal device={device} onClose={close} />}
    </>
  );
};

/** The rules in force, as far as they are known. */
const useRuleFacts = ({ settings, sampling }: Device): readonly Fact[] => {
  const { t } = useTranslation();
  const format = useFormat();
  const rules = useRules();
  const policy = sampling.applied?.policy ?? settings.sampling;
  if (!policy) return [];
  const caps = { count: policy.perDay, size: format.bytes(policy.bytesPerDay) };
  return [
    [t('edge.settings.rules'), rules(policy)],
    [t('edge.settings.caps'), t('edge.settings.capsValue', caps)],
  ];
};

/** What was chosen and what became of it. */
const useFrameFacts = ({ sampling: { frames } }: Device): readonly Fact[] => {
  const { t } = useTranslation();
  const format = useFormat();
  if (!frames) return [];
  const { chosenToday, bytesToday, waiting, bytes, sent, dropped } = frames;
  const today = { count: chosenToday, size: format.bytes(bytesToday) };
  const left = { count: waiting, size: format.bytes(bytes) };
  return [
    [t('edge.settings.today'), t('edge.settings.todayValue', today)],
    [t('edge.settings.waiting'), t('edge.settings.waitingValue', left)],
    [t('edge.settings.sent'), sent !== undefined && String(sent)],
    [t('edge.settings.dropped'), dropped > 0 && String(dropped)],
  ];
};

/** Which pictures the device sends, how many it has chosen, and from which score on its results are no warnings. */
export const SettingsCard = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const [rules, frames] = [useRuleFacts(device), useFrameFacts(device)];
  const isInFleet = ['registered', 'suspended'].includes(device.lifecycle);
  const mayEdit = usePermissions()('devices:manage') && isInFleet;
  const warning = device.settings.warningScore;
  const warns = warning === null ? t('edge.settings.noWarning') : format.percent(warning, 1);
  const facts: readonly Fact[] = [
    [t('edge.settings.source.label'), <Source key="source" device={device} />],
    ...rules,
    ...frames,
    [t('edge.settings.warning'), warns],
  ];
  return (
    <Section title={t('edge.settings.title')} actions={mayEdit && <ChangeButton device={device} />}>
      <Facts facts={facts} />
    </Section>
  );
};
