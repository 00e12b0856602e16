"""Three levels of reminding that a company may begin with: friendly after a week, firm after three, last after six."""

from typing import Any, Final

USUAL_LEVELS: Final[tuple[dict[str, Any], ...]] = (
    {
        "position": 1,
        "days": 7,
        "name": "Payment reminder",
        "name_i18n": {"en": "Payment reminder", "fr": "Rappel de paiement", "ar": "تذكير بالدفع"},
        "text_en": "Perhaps it escaped your attention: the items below are past their due date. Please pay them in the "
        "next days. If you have paid meanwhile, thank you; please ignore this letter.",
        "text_fr": "Peut-être cela vous a-t-il échappé : les pièces ci-dessous sont échues. Merci de les régler dans "
        "les prochains jours. Si vous avez payé entre-temps, merci de ne pas tenir compte de ce courrier.",
        "text_ar": "ربما فاتكم الأمر: المستندات أدناه تجاوزت تاريخ استحقاقها. نرجو تسديدها في الأيام القادمة. "
        "إذا كنتم قد سددتم في هذه الأثناء فشكرًا لكم، ونرجو تجاهل هذه الرسالة.",
    },
    {
        "position": 2,
        "days": 21,
        "name": "Second reminder",
        "name_i18n": {"en": "Second reminder", "fr": "Deuxième rappel", "ar": "التذكير الثاني"},
        "text_en": "In spite of our reminder the items below are still open. Please pay within seven days, or tell us "
        "what keeps you from it.",
        "text_fr": "Malgré notre rappel, les pièces ci-dessous restent ouvertes. Merci de régler sous sept jours ou de "
        "nous dire ce qui vous en empêche.",
        "text_ar": "رغم تذكيرنا ما زالت المستندات أدناه مفتوحة. نرجو التسديد خلال سبعة أيام أو إخبارنا بما يمنعكم.",
    },
    {
        "position": 3,
        "days": 42,
        "means": "letter",
        "name": "Last demand",
        "name_i18n": {"en": "Last demand", "fr": "Mise en demeure", "ar": "إنذار أخير"},
        "text_en": "The items below have been due for a long time, and our reminders remained without an answer. "
        "Unless they are paid within seven days we shall hand the matter over for collection.",
        "text_fr": "Les pièces ci-dessous sont échues depuis longtemps et nos rappels sont restés sans réponse. "
        "À défaut de paiement sous sept jours, nous transmettrons le dossier au recouvrement.",
        "text_ar": "المستندات أدناه مستحقة منذ مدة طويلة، ولم نتلق ردًا على تذكيراتنا. إذا لم تُسدد خلال سبعة أيام "
        "فسنحيل الأمر إلى جهة التحصيل.",
    },
)
