import type { Page } from 'playwright-core';

/** Fills the form of the sign-in page. */
export const signIn = async (page: Page, name: string, password: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

/** The page that follows a one-time password. */
export const chooseOwnPassword = async (page: Page, current: string, own: string): Promise<void> => {
  await page.getByLabel('Current password').fill(current);
  await page.getByLabel('New password', { exact: true }).fill(own);
  await page.getByLabel('New password again').fill(own);
  await page.getByRole('button', { name: 'Change the password' }).click();
};
