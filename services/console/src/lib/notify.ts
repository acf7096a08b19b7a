import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

const closeButton = () => ({ 'aria-label': i18next.t('console:action.close') });

/** Says that something was done. */
export const notifyDone = (message: string): void => {
  const closeButtonProps = closeButton();
  notifications.show({ message, color: 'teal', autoClose: 5_000, withBorder: true, closeButtonProps });
};

/** Says what went wrong, on whichever page one is by then; stays until it is closed. */
export const notifyFailed = (title: string, message: string): void => {
  const closeButtonProps = closeButton();
  notifications.show({ title, message, color: 'red', autoClose: false, withBorder: true, closeButtonProps });
};
