import css from "./grade.module.css";

/** Fit as a letter, in ink: a grade is a quality, not an alarm. */
export function Grade({ grade, size = "normal" }: { grade: "A" | "B" | "C" | "D"; size?: "normal" | "large" }) {
  return (
    <span className={css.grade} data-grade={grade} data-size={size} role="img" aria-label={`Fit grade ${grade}`}>
      {grade}
    </span>
  );
}
