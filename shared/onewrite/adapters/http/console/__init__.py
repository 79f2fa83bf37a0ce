"""The operator's console: the page that `operate_views` serves, and the files that it is made of.

`app` is the page around the views, `server` asks `operate_views`, `parts` is what several views show, `views` has one
file for each address. There is no build step: a browser runs what is here.
"""
