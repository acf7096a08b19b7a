import { Stack, VisuallyHidden } from '@mantine/core';
import {
  IconBell,
  IconBook2,
  IconBox,
  IconBuildings,
  IconDevices,
  IconFileAnalytics,
  IconKey,
  IconLayoutDashboard,
  IconLibraryPhoto,
  IconListDetails,
  IconRocket,
  IconRoute,
  IconSend,
  IconSettingsAutomation,
  IconUserPlus,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Permission } from '@tutti/contracts/identity';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useEnrolments } from '../../api/enrolments';
import { useRollouts } from '../../api/rollouts';
import { usePermissions } from '../../api/use-permissions';

type Item = readonly [
  path: string,
  text:
    | 'overview'
    | 'edges'
    | 'datasets'
    | 'streams'
    | 'models'
    | 'rollouts'
    | 'summaries'
    | 'workspaces'
    | 'solutions'
    | 'requests'
    | 'tokens'
    | 'events'
    | 'notifications'
    | 'channels'
    | 'users'
    | 'system',
  Icon,
  Permission,
];

const items: readonly Item[] = [
  ['/', 'overview', IconLayoutDashboard, 'devices:read'],
  ['/edges', 'edges', IconDevices, 'devices:read'],
  ['/datasets', 'datasets', IconLibraryPhoto, 'datasets:read'],
  ['/streams', 'streams', IconRoute, 'training:read'],
  ['/models', 'models', IconBox, 'training:read'],
  ['/rollouts', 'rollouts', IconRocket, 'deployments:read'],
  ['/summaries', 'summaries', IconFileAnalytics, 'summaries:read'],
  ['/workspaces', 'workspaces', IconBuildings, 'summaries:read'],
  ['/solutions', 'solutions', IconBook2, 'training:read'],
  ['/requests', 'requests', IconUserPlus, 'devices:enrol'],
  ['/tokens', 'tokens', IconKey, 'devices:enrol'],
  ['/notifications', 'notifications', IconBell, 'notifications:read'],
  ['/channels', 'channels', IconSend, 'summaries:read'],
  ['/events', 'events', IconListDetails, 'events:read'],
  ['/users', 'users', IconUsers, 'users:manage'],
  ['/system', 'system', IconSettingsAutomation, 'system:manage'],
];

interface CountProps {
  readonly count: number;
  /** The same in words. */
  readonly said: string;
}

const Count = ({ count, said }: CountProps) =>
  count > 0 && (
    <span className="nav-count">
      <span aria-hidden="true">{count}</span>
      <VisuallyHidden>{said}</VisuallyHidden>
    </span>
  );

/** How many requests wait. */
const WaitingRequests = () => {
  const { t } = useTranslation();
  const count = useEnrolments().data?.length ?? 0;
  return <Count count={count} said={t('menu.waiting', { count })} />;
};

/** How many rollouts go on only when a person says so. */
const WaitingRollouts = () => {
  const { t } = useTranslation();
  const { data } = useRollouts({ q: 'status=in=(waiting-for-approval,paused)', pageSize: 50 });
  const count = data?.pages.flatMap(({ items }) => items).length ?? 0;
  return <Count count={count} said={t('menu.rolloutsWait', { count })} />;
};

const counts: Partial<Readonly<Record<Item[1], React.ComponentType>>> = {
  requests: WaitingRequests,
  rollouts: WaitingRollouts,
};

/** The pages that the reader may see. */
export const NavLinks = ({ onNavigate }: { readonly onNavigate: () => void }) => {
  const { t } = useTranslation();
  const may = usePermissions();
  return (
    <Stack gap={2}>
      {items
        .filter(([, , , permission]) => may(permission))
        .map(([path, text, ItemIcon]) => {
          const Waiting = counts[text];
          return (
            <NavLink key={path} to={path} end={path === '/'} className="nav-item" onClick={onNavigate}>
              <ItemIcon size={19} stroke={1.7} aria-hidden="true" />
              {t(`menu.${text}`)}
              {Waiting && <Waiting />}
            </NavLink>
          );
        })}
    </Stack>
  );
};
