import { Group } from '@mantine/core';
import type { Inference } from '@tutti/contracts/devices';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useDeviceLabel } from '../../api/names';
import { useFormat } from '../../i18n/use-format';
import { shortId } from '../../lib/short';
import { TimeAgo } from '../time-ago';
import { PredictionPicture } from './prediction-picture';
import { TruthMark } from './truth-mark';
import { WarningMark } from './warning-mark';
import './result-card.css';

interface Props {
  readonly result: Inference;
  readonly withDevice: boolean;
  readonly onOpen: () => void;
}

const secondLine = (
  { correct, truth, task, boxes }: Inference,
  t: TFunction<'console'>,
): string | undefined => {
  if (correct === false) return t('edge.results.truth', { truth: truth ?? '' });
  return task === 'detection' ? t('edge.results.boxes', { count: boxes.length }) : undefined;
};

/** One result at a glance: picture, decision, how sure, right or wrong. */
export const ResultCard = ({ result, withDevice, onOpen }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { label, score, latencyMs, at, correct, deviceId } = result;
  const name = useDeviceLabel(withDevice ? deviceId : undefined);
  const deviceName = withDevice ? (name ?? shortId(deviceId)) : undefined;
  const about = [secondLine(result, t), deviceName].filter((part) => part !== undefined).join(' · ');
  return (
    <button type="button" className="result" onClick={onOpen}>
      <PredictionPicture result={result} />
      <Group justify="space-between" gap={4} wrap="nowrap" mt={6}>
        <span className="result-label" title={label}>
          {label}
        </span>
        <Group gap={4} wrap="nowrap">
          <span className="num" style={{ fontSize: 13 }}>
            {format.percent(score)}
          </span>
          <WarningMark result={result} />
          <TruthMark result={result} />
        </Group>
      </Group>
      <div className="result-bar">
        <span style={{ width: `${score * 100}%` }} data-wrong={correct === false ? '' : undefined} />
      </div>
      {about !== '' && (
        <div className="result-line" title={about}>
          {about}
        </div>
      )}
      <div className="result-line num">
        {format.milliseconds(latencyMs)} · <TimeAgo at={at} />
      </div>
    </button>
  );
};
