import { Button, CloseButton, Group, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconSparkles, IconTag } from '@tabler/icons-react';
import type { Item } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../../../components/confirm';
import { ClassDot } from '../../../../components/label/class-chip';
import { useShownDataset } from '../../use-shown-dataset';
import { isClassification } from '../picture-view';
import type { BulkAction } from './run-bulk';
import './bulk-bar.css';

interface RunProps {
  readonly onRun: (action: BulkAction) => void;
}

const menu = {
  position: 'top-start',
  shadow: 'md',
  width: 240,
  withinPortal: false,
  withInitialFocusPlaceholder: false,
} as const;

/** Classes that a label may use, each with its key in the labeller. */
const LabelMenu = ({ onRun }: RunProps) => {
  const { t } = useTranslation();
  const classes = useShownDataset().schema.classes.filter(({ retired }) => !retired);
  return (
    <Menu {...menu}>
      <Menu.Target>
        <Button size="xs" leftSection={<IconTag size={14} />} rightSection={<IconChevronDown size={14} />}>
          {t('pictures.bulk.label')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {classes.length === 0 && <Menu.Label>{t('pictures.bulk.noClasses')}</Menu.Label>}
        {classes.map(({ key, name, colour }) => (
          <Menu.Item
            key={key}
            leftSection={<ClassDot colour={colour} />}
            onClick={() => onRun({ action: 'label', label: { classKey: key } })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};

const MoreMenu = ({ onRun, onExclude }: RunProps & { readonly onExclude: () => void }) => {
  const { t } = useTranslation();
  return (
    <Menu {...menu}>
      <Menu.Target>
        <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />}>
          {t('pictures.bulk.more')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onRun({ action: 'withdraw' })}>{t('pictures.bulk.withdraw')}</Menu.Item>
        <Menu.Item onClick={onExclude}>{t('pictures.bulk.exclude')}</Menu.Item>
        <Menu.Item onClick={() => onRun({ action: 'restore' })}>{t('pictures.bulk.restore')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};

interface Props extends RunProps {
  readonly chosen: readonly Item[];
  /** Pictures that are loaded. */
  readonly shown: number;
  readonly onAll: () => void;
  readonly onNone: () => void;
}

/** What can be done to the chosen pictures. */
export const BulkBar = ({ chosen, shown, onRun, onAll, onNone }: Props) => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const [excluding, setExcluding] = useState(false);
  const predicted = chosen.some(({ prediction }) => prediction !== null);
  const exclude = (reason: string): void => {
    setExcluding(false);
    onRun(reason === '' ? { action: 'exclude' } : { action: 'exclude', reason });
  };
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('pictures.actions')}>
      <Group gap={4}>
        <CloseButton size="sm" aria-label={t('pictures.chooseNone')} onClick={onNone} />
        <Text size="sm" fw={600} className="num" role="status">
          {t('pictures.chosen', { count: chosen.length })}
        </Text>
      </Group>
      {chosen.length < shown && (
        <Button size="compact-xs" variant="subtle" onClick={onAll}>
          {t('pictures.chooseAll', { count: shown })}
        </Button>
      )}
      <Group gap={6} ms="auto">
        {isClassification(dataset.task) && <LabelMenu onRun={onRun} />}
        {predicted && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconSparkles size={14} />}
            onClick={() => onRun({ action: 'accept' })}
          >
            {t('pictures.bulk.accept')}
          </Button>
        )}
        <MoreMenu onRun={onRun} onExclude={() => setExcluding(true)} />
      </Group>
      {excluding && (
        <Confirm
          title={t('pictures.bulk.excludeTitle', { count: chosen.length })}
          text={t('pictures.bulk.excludeText')}
          confirm={t('pictures.bulk.exclude')}
          withReason
          pending={false}
          error={undefined}
          onConfirm={exclude}
          onClose={() => setExcluding(false)}
        />
      )}
    </div>
  );
};
