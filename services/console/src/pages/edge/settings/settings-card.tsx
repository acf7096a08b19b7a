import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustments } from '@tabler/icons-react';
import type { Device, SamplingPolicy } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../../../api/use-permissions';
import { Facts } from '../../../components/facts';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';
import { SettingsModal } from './settings-modal';

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

/** Which pictures the device sends, how many it has chosen, and from which score on its results are no warnings. */
export const SettingsCard = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const rules = useRules();
  const { settings, sampling, lifecycle } = device;
  const mayEdit = usePermissions()('devices:manage') && ['registered', 'suspended'].includes(lifecycle);
  const { frames, applied } = sampling;
  const policy = applied?.policy ?? settings.sampling;
  const warning = settings.warningScore;
  const size = (bytes: number): string => format.bytes(bytes);
  return (
    <Section title={t('edge.settings.title')} actions={mayEdit && <ChangeButton device={device} />}>
      <Facts
        facts={[
          [t('edge.settings.source.label'), <Source key="source" device={device} />],
          [t('edge.settings.rules'), policy && rules(policy)],
          [
            t('edge.settings.caps'),
            policy && t('edge.settings.capsValue', { count: policy.perDay, size: size(policy.bytesPerDay) }),
          ],
          [
            t('edge.settings.today'),
            frames &&
              t('edge.settings.todayValue', { count: frames.chosenToday, size: size(frames.bytesToday) }),
          ],
          [
            t('edge.settings.waiting'),
            frames && t('edge.settings.waitingValue', { count: frames.waiting, size: size(frames.bytes) }),
          ],
          [t('edge.settings.dropped'), frames && frames.dropped > 0 && String(frames.dropped)],
          [
            t('edge.settings.warning'),
            warning === null ? t('edge.settings.noWarning') : format.percent(warning, 1),
          ],
        ]}
      />
    </Section>
  );
};
