import { Stack, Text } from '@mantine/core';
import type { RolloutPreview } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { ExcludedDevices } from './excluded-devices';
import { StagePicture } from './stage-picture';
import { Warnings } from './warnings';

/** What a plan would do: who gets the model in which stage, who does not, and what to know. */
export const Preview = ({ preview }: { readonly preview: RolloutPreview }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { devices, groups, bytes, excluded, warnings } = preview;
  return (
    <Stack gap="md">
      <div role="status">
        <Text fz="1.5rem" fw={650} lh={1.2} className="num" data-devices={devices}>
          {t('rolloutPlan.preview.devices', { count: devices })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('rolloutPlan.preview.inStages', { count: groups.length })}
          {' · '}
          {t('rolloutPlan.preview.bytes', { size: format.bytes(bytes) })}
        </Text>
      </div>
      <StagePicture groups={groups} />
      <Warnings warnings={warnings} />
      <ExcludedDevices excluded={excluded} />
    </Stack>
  );
};
