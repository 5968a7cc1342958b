/** `/privacy`: what is kept about whom. Every sentence is checked against what the program does. */
import { useMessages } from "@/lib/i18n/context";
import { usePageTitle } from "@/lib/page-title";
import { texts } from "./texts";

export function PrivacyScreen() {
  const t = useMessages(texts);
  usePageTitle(t.title);
  return (
    <article className="mx-auto w-full max-w-2xl px-4 py-10 sm:py-14">
      <h1 className="text-4xl font-extrabold">{t.title}</h1>
      <p className="mt-3 text-lg text-ink-soft">{t.intro}</p>
      {t.parts.map((part) => (
        <section key={part.title} className="mt-8">
          <h2 className="text-xl font-bold">{part.title}</h2>
          {part.text.map((text) => (
            <p key={text} className="mt-2 text-ink-soft text-pretty">
              {text}
            </p>
          ))}
        </section>
      ))}
    </article>
  );
}
