from django import forms


class WatchForm(forms.Form):
    """`again`: the page is to load itself anew, because its reader asked for that."""

    again = forms.BooleanField(required=False)
