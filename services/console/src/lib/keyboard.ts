/** Whether a key would go into a field. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** A dialog that has just been closed stays in the document for a moment, without a size. */
export const isDialogOpen = (): boolean =>
  [...document.querySelectorAll('[role="dialog"]')].some(
    (dialog) => dialog.checkVisibility() && dialog.getBoundingClientRect().width > 0,
  );
