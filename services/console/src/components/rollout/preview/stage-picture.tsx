import { Text } from '@mantine/core';
import type { RolloutPreview } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { FirstDevices } from './first-devices';
import './stage-picture.css';

interface Props {
  readonly groups: RolloutPreview['groups'];
}

/** Stages as a bar, each as wide as its devices are many; below in words, with who is the first in each. */
export const StagePicture = ({ groups }: Props) => {
  const { t } = useTranslation();
  return (
    <div className="stages">
      <div className="stages-bar" aria-hidden="true">
        {groups.map(({ devices }, index) =>
          devices === 0 ? null : (
            <span key={index} data-shade={index % 4} style={{ flexGrow: devices }}>
              {index + 1}
            </span>
          ),
        )}
      </div>
      <ol className="stages-list" aria-label={t('rolloutPlan.preview.stages')}>
        {groups.map(({ name, devices, first }, index) => (
          <li key={index} data-stage={name} data-devices={devices}>
            <span className="stages-number" data-shade={index % 4} aria-hidden="true">
              {index + 1}
            </span>
            <div>
              <Text size="sm" fw={600} className="wrap-anywhere num">
                {name} · {t('rolloutPlan.preview.devices', { count: devices })}
              </Text>
              <FirstDevices devices={devices} first={first} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
};
