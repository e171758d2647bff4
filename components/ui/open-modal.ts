/** Whether something stands before the page that the keyboard belongs to. */
export const hasOpenModal = (): boolean =>
  document.querySelector("[data-modal], dialog[open], [role=menu], [role=listbox]") !== null;
