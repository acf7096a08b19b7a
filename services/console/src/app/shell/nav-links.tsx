import { Stack, VisuallyHidden } from '@mantine/core';
import {
  IconDevices,
  IconKey,
  IconLayoutDashboard,
  IconLibraryPhoto,
  IconListDetails,
  IconSettingsAutomation,
  IconUserPlus,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Permission } from '@tutti/contracts/identity';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useEnrolments } from '../../api/enrolments';
import { usePermissions } from '../../api/use-permissions';

type Item = readonly [
  path: string,
  text: 'overview' | 'edges' | 'datasets' | 'requests' | 'tokens' | 'events' | 'users' | 'system',
  Icon,
  Permission,
];

const items: readonly Item[] = [
  ['/', 'overview', IconLayoutDashboard, 'devices:read'],
  ['/edges', 'edges', IconDevices, 'devices:read'],
  ['/datasets', 'datasets', IconLibraryPhoto, 'datasets:read'],
  ['/requests', 'requests', IconUserPlus, 'devices:enrol'],
  ['/tokens', 'tokens', IconKey, 'devices:enrol'],
  ['/events', 'events', IconListDetails, 'events:read'],
  ['/users', 'users', IconUsers, 'users:manage'],
  ['/system', 'system', IconSettingsAutomation, 'system:manage'],
];

/** How many requests wait. */
const WaitingCount = () => {
  const { t } = useTranslation();
  const count = useEnrolments().data?.length ?? 0;
  if (count === 0) return null;
  return (
    <span className="nav-count">
      <span aria-hidden="true">{count}</span>
      <VisuallyHidden>{t('menu.waiting', { count })}</VisuallyHidden>
    </span>
  );
};

/** The pages that the reader may see. */
export const NavLinks = ({ onNavigate }: { readonly onNavigate: () => void }) => {
  const { t } = useTranslation();
  const may = usePermissions();
  return (
    <Stack gap={2}>
      {items
        .filter(([, , , permission]) => may(permission))
        .map(([path, text, ItemIcon]) => (
          <NavLink key={path} to={path} end={path === '/'} className="nav-item" onClick={onNavigate}>
            <ItemIcon size={19} stroke={1.7} aria-hidden="true" />
            {t(`menu.${text}`)}
            {text === 'requests' && <WaitingCount />}
          </NavLink>
        ))}
    </Stack>
  );
};
