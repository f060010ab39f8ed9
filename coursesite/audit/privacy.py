from coursesite.audit.models import Event, Seal

APPEND_ONLY = [(Event, ()), (Seal, ())]
