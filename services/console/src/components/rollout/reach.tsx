import { Stack, Text } from '@mantine/core';
import type { RolloutPreview } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { ExcludedDevices } from './preview/excluded-devices';
import { FirstDevices } from './preview/first-devices';
import { Warnings } from './preview/warnings';

/** The others are about the model's gate and score, and it has passed before. */
const aboutDevices: ReadonlySet<string> = new Set(['busy', 'gives-way', 'offline', 'has-it']);

interface Props {
  readonly preview: RolloutPreview;
  /** It is for the very model; else it says no more than who matches. */
  readonly isExact: boolean;
}

/** Whom a model reaches that goes out at once, and whom it does not. */
export const Reach = ({ preview, isExact }: Props) => {
  const { t } = useTranslation();
  const { devices, groups, excluded, warnings } = preview;
  const all = devices + excluded.devices;
  if (!isExact)
    return (
      <Text size="sm" fw={600} role="status" data-devices={all}>
        {t('deployments.rollBack.match', { count: all })}
      </Text>
    );
  return (
    <Stack gap="sm">
      <div>
        <Text size="sm" fw={600} role="status" data-devices={devices}>
          {t('deployments.rollBack.reach', { count: devices })}
        </Text>
        <FirstDevices devices={devices} first={groups.flatMap(({ first }) => first)} />
      </div>
      <Warnings warnings={warnings.filter(({ code }) => aboutDevices.has(code))} />
      <ExcludedDevices excluded={excluded} />
    </Stack>
  );
};
