import { ActionIcon, Button, Group, Paper, Slider, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../../i18n/use-format';
import { useEventTitle } from '../../../i18n/server-words';
import { parseAsOf, type Moment } from './moments';
import './past-bar.css';

interface Props {
  readonly asOf: string;
  readonly moments: readonly Moment[];
  /** Of the moment that holds then; -1 before the first. */
  readonly index: number;
  /** The one that holds then, also where it is too old to be among the others. */
  readonly moment: Moment | undefined;
  /** It is certain that there was no device then. */
  readonly isBefore: boolean;
  readonly onGo: (asOf: string) => void;
}

const useMomentText = (): ((moment: Moment | undefined) => string) => {
  const format = useFormat();
  const title = useEventTitle();
  return (moment) => (moment ? `${format.moment(moment.at)}: ${moment.types.map(title).join(', ')}` : '');
};

/** The stepper over all that changed the device. What one slides over is said above it, where there is room. */
const Stepper = ({
  moments,
  index,
  onSlide,
  onGo,
}: Pick<Props, 'moments' | 'index' | 'onGo'> & { readonly onSlide: (to: number) => void }) => {
  const { t } = useTranslation();
  const go = (to: number): void => {
    const moment = moments[to];
    if (moment) onGo(String(moment.position));
  };
  const last = moments.length - 1;
  return (
    <Group gap="sm" wrap="nowrap" className="past-stepper">
      <ActionIcon
        variant="default"
        aria-label={t('edge.past.earlier')}
        disabled={index <= 0}
        onClick={() => go(index - 1)}
      >
        <IconChevronLeft size={17} />
      </ActionIcon>
      <Slider
        key={index}
        flex={1}
        size="sm"
        min={0}
        max={Math.max(last, 0)}
        defaultValue={Math.max(index, 0)}
        disabled={last < 1}
        label={null}
        thumbLabel={t('edge.past.slider')}
        onChange={onSlide}
        onChangeEnd={go}
      />
      <ActionIcon
        variant="default"
        aria-label={t('edge.past.later')}
        disabled={index >= last}
        onClick={() => go(index + 1)}
      >
        <IconChevronRight size={17} />
      </ActionIcon>
    </Group>
  );
};

/** Says that this is the past, which one, and how to leave it. */
export const PastBar = ({ asOf, moments, index, moment, isBefore, onGo }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useMomentText();
  const [slid, setSlid] = useState({ from: index, to: index });
  const over = slid.from === index ? moments[slid.to] : moment;
  const { position, at } = parseAsOf(asOf) ?? {};
  const when = at ?? moment?.at;
  return (
    <Paper
      className="past-bar"
      p="md"
      radius="lg"
      role="status"
      aria-label={t('edge.past.title')}
      data-past={asOf}
    >
      <Group justify="space-between" gap="sm" mb="sm">
        <Group gap="sm" wrap="nowrap" align="flex-start" miw={0} flex="1 1 240px">
          <IconHistory size={20} aria-hidden="true" style={{ flex: 'none' }} />
          <div style={{ minWidth: 0 }}>
            <Text fw={600} size="sm">
              {position === undefined
                ? t('edge.past.asOfTime', { time: format.exactTime(new Date(when ?? 0).toISOString()) })
                : t('edge.past.asOfPosition', {
                    position: format.number(position),
                    time: when === undefined ? '' : format.exactTime(new Date(when).toISOString()),
                  })}
            </Text>
            <Text size="xs" c="dimmed" className="wrap-anywhere">
              {over && t('edge.past.newest', { event: text(over) })}
              {isBefore && t('edge.past.before')}
            </Text>
            <Text size="xs" c="dimmed">
              {t('edge.past.known')}
            </Text>
          </div>
        </Group>
        <Button component={Link} to="?" size="xs">
          {t('edge.past.now')}
        </Button>
      </Group>
      <Stepper moments={moments} index={index} onSlide={(to) => setSlid({ from: index, to })} onGo={onGo} />
    </Paper>
  );
};
