/** Whether something stands before the page that the keyboard belongs to. A list that is part of the page does not. */
export const hasOpenModal = (): boolean =>
  document.querySelector("[data-modal], dialog[open], [role=menu], [role=listbox]:not([data-inline])") !== null;
