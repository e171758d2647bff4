/** The product's sign: the moving circle and the still point that it turns around. */
export const Mark = ({ className = "size-6" }: { className?: string }) => (
  <svg aria-hidden="true" className={className} fill="none" focusable="false" viewBox="0 0 24 24">
    <path className="stroke-accent-ink" d="M12 3a9 9 0 1 1-8.5 6" strokeLinecap="round" strokeWidth="2.25" />
    <path
      className="stroke-accent-ink"
      d="M3 4.25V9h4.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="2.25"
    />
    <circle className="fill-ink" cx="12" cy="12" r="3" />
  </svg>
);
