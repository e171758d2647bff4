/** In the shape of what comes; invisible for the first 150 ms, so that a quick answer does not flicker. */
export const Skeleton = ({ className = "h-4 w-32" }: { className?: string }) => (
  <span aria-hidden="true" className="block animate-appear">
    <span className={`block animate-pulse rounded-sm bg-line ${className}`} />
  </span>
);
