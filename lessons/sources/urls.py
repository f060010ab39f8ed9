from django.urls import path

from lessons.sources.views import (
    aligning,
    chronicle,
    citing,
    corrections,
    describing,
    editions,
    images,
    library,
    lists,
    page,
)

app_name = "sources"
urlpatterns = [
    path("sources/", library.source_list, name="source_list"),
    path("sources/new/", describing.source_new, name="source_new"),
    path("sources/new/picture/", images.image_new, name="image_new"),
    path("sources/<slug:source>/image/", images.image_edit, name="image_edit"),
    path("sources/<slug:source>/image/zoom/", images.image_zoom, name="image_zoom"),
    path("sources/<slug:source>/image/<slug:size>.<str:ext>", images.image_file, name="image_file"),
    path("sources/<slug:source>/edit/", describing.source_edit, name="source_edit"),
    path("sources/<slug:source>/reach/", describing.source_reach, name="source_reach"),
    path("sources/<slug:source>/", page.source, name="source"),
    path("sources/<slug:source>/text/", editions.edition_new, name="edition_new"),
    path("sources/<slug:source>/text/<slug:label>/<int:number>/", editions.edition, name="edition"),
    path("sources/<slug:source>/text/<slug:label>/correct/", corrections.edition_correct, name="edition_correct"),
    path(
        "sources/<slug:source>/text/<slug:label>/marks/<str:passage>/", corrections.edition_marks, name="edition_marks"
    ),
    path("sources/<slug:source>/align/", aligning.edition_align, name="edition_align"),
    path("sources/<slug:source>/cite/", citing.source_cite, name="source_cite"),
    path("sources/<slug:source>/cite.<str:ext>", citing.cite_file, name="cite_file"),
    path("timeline/", lists.timeline, name="timeline"),
    path("timeline/new/", chronicle.event_new, name="event_new"),
    path("timeline/<slug:event>/edit/", chronicle.event_edit, name="event_edit"),
    path("places/", lists.place_list, name="place_list"),
    path("places/new/", chronicle.place_new, name="place_new"),
    path("places/<int:place>/edit/", chronicle.place_edit, name="place_edit"),
    path("glossary/", lists.term_list, name="term_list"),
    path("glossary/new/", chronicle.term_new, name="term_new"),
    path("glossary/<slug:term>/edit/", chronicle.term_edit, name="term_edit"),
    path("persons/", lists.agent_list, name="agent_list"),
    path("persons/<slug:agent>/edit/", library.agent_edit, name="agent_edit"),
    path("persons/<slug:agent>/", lists.agent, name="agent"),
]
