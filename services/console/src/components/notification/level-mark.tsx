import { VisuallyHidden } from '@mantine/core';
import {
  IconAlertCircle,
  IconAlertOctagonFilled,
  IconAlertTriangle,
  IconInfoCircle,
  type Icon,
} from '@tabler/icons-react';
import type { Level } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import './level-mark.css';

const icons: Readonly<Record<Level, Icon>> = {
  info: IconInfoCircle,
  warning: IconAlertTriangle,
  error: IconAlertCircle,
  critical: IconAlertOctagonFilled,
};

/** How bad it is: a shape, a colour, and a word for those who do not see them. */
export const LevelMark = ({ level }: { readonly level: Level }) => {
  const word = useTranslation().t(`notifications.level.${level}`);
  const LevelIcon = icons[level];
  return (
    <span className="level-mark" data-level={level} title={word}>
      <LevelIcon size={20} aria-hidden="true" />
      <VisuallyHidden>{word}</VisuallyHidden>
    </span>
  );
};
