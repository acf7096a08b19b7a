import { Text } from '@mantine/core';
import type { Frame } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../i18n/use-format';
import { shortId } from '../../../../lib/short';
import '../../versions/labelled-picture.css';

const Picture = ({ frame }: { readonly frame: Frame }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { deviceId, deviceName, prediction, at, width, height, thumbnailUrl } = frame;
  const device = deviceName ?? shortId(deviceId);
  const words = `${prediction.label} ${format.percent(prediction.score)}`;
  const time = format.moment(Date.parse(at));
  return (
    <figure className="labelled">
      <div className="labelled-frame">
        <div
          className="labelled-inner"
          style={{ '--ratio': width / height } as React.CSSProperties}
          data-small={Math.max(width, height) <= 96 ? '' : undefined}
        >
          <img
            src={thumbnailUrl}
            alt={t('imports.edges.picture', { device, time, label: words })}
            loading="lazy"
            decoding="async"
          />
        </div>
      </div>
      <figcaption>
        <Text size="xs" fw={550} truncate title={words}>
          {words}
        </Text>
        <Text size="xs" c="dimmed" truncate title={`${device}, ${time}`}>
          {device}
        </Text>
      </figcaption>
    </figure>
  );
};

/** The newest of the pictures that are asked for, with what the model said. */
export const FramePreview = ({ frames }: { readonly frames: readonly Frame[] }) => {
  const { t } = useTranslation();
  return (
    <ul className="picture-grid" aria-label={t('imports.edges.preview')}>
      {frames.map((frame) => (
        <li key={frame.id}>
          <Picture frame={frame} />
        </li>
      ))}
    </ul>
  );
};
