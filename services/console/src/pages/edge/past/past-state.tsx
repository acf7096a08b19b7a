import { Paper } from '@mantine/core';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useInferences } from '../../../api/inferences';
import { ModelLink } from '../../../components/model/model-link';
import { modelOf } from '../../../components/result/model-of';
import { useFormat } from '../../../i18n/use-format';
import '../device-state.css';
import { Axis } from '../device-state';
import { useThen } from './past-context';

/** The model of the newest result before then; what the device reported of itself is not kept. */
const useModelThen = (deviceId: string, then: number) => {
  const format = useFormat();
  const { t } = useTranslation();
  const to = new Date(then + 1).toISOString();
  const { data } = useInferences({ deviceId, pageSize: 1, to, paused: true });
  const newest = data?.pages[0]?.items[0];
  return newest
    ? {
        value: <ModelLink model={modelOf(newest)} />,
        detail: t('edge.past.byResult', { time: format.moment(Date.parse(newest.at)) }),
      }
    : { value: t('edge.past.unknown') };
};

/** Of the axes, what is known of then. */
export const PastState = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const model = useModelThen(device.id, useThen() ?? 0);
  const connectivity =
    device.connectivity === 'never'
      ? t('edge.past.unknown')
      : t(`devices.connectivity.${device.connectivity}`);
  return (
    <Paper withBorder radius="lg" component="dl" className="axes">
      <Axis name={t('devices.lifecycle.label')} value={t(`devices.lifecycle.${device.lifecycle}`)} />
      <Axis name={t('devices.connectivity.label')} value={connectivity} detail={t('edge.past.byLog')} />
      <Axis name={t('edge.state.model')} {...model} />
      <Axis
        name={t('devices.runtime.label')}
        value={t('edge.past.unknown')}
        detail={t('edge.past.notKept')}
      />
    </Paper>
  );
};
